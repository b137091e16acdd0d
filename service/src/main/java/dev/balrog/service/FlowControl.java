// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Flow control of one connection: reads no further request while the client does not receive its
 * responses, or while {@link #MAX_PIPELINED} requests are in flight.
 *
 * <p>Consists of two handlers of the Netty pipeline, one on each side of the HTTP codec. The
 * handler next to the socket passes the head of one request at a time to the decoder, and buffers
 * the bytes after it. While it buffers any, it does not read from the socket, so that TCP flow
 * control stops the client. It buffers at most one read buffer. A {@link FastPath} may answer a
 * request before it is decoded. The handler behind the codec counts requests and responses, and
 * marks requests that a server has to reject by RFC 9112 but that Netty and Vert.x accept.
 *
 * <p>All methods must be called on the event loop.
 */
final class FlowControl {

    /**
     * Maximum number of requests in flight per connection. Vert.x handles one of them at a time.
     */
    static final int MAX_PIPELINED = 16;

    /**
     * Bytes of a chunked body that are decoded at a time, since a pipelined request can follow at
     * any position.
     */
    private static final int CHUNKED_SLICE_BYTES = 4_096;
    /**
     * Maximum number of buffered bytes. Larger than any read buffer of Netty: exceeded only when
     * the socket is read in spite of the suspension.
     */
    private static final int MAX_HELD_BYTES = 256 * 1_024;

    private static final byte LINE_FEED = '\n';

    private final Channel channel;
    private final @Nullable FastPath fastPath;
    private final SocketAddress remote;
    private final SocketSide socketSide = new SocketSide();
    private final MessageSide messageSide = new MessageSide();

    private int inFlight;
    /** Bytes received and not yet decoded; null for none. */
    private @Nullable ByteBuf held;

    private boolean suspended;
    private boolean feeding;
    private boolean resumeScheduled;
    private boolean rejected;
    private boolean bodyExpected;
    /** Remaining bytes of the body; negative for a chunked one. */
    private long bodyLeft;

    private long written;
    private long answeredFast;

    private FlowControl(Channel channel, @Nullable FastPath fastPath, SocketAddress remote) {
        this.channel = channel;
        this.fastPath = fastPath;
        this.remote = remote;
    }

    /**
     * Installs flow control on a newly accepted connection.
     *
     * @param fastPath fast path for simple requests; null for none
     */
    static FlowControl install(HttpConnection connection, @Nullable FastPath fastPath) {
        ChannelHandlerContext context = ((ConnectionBase) connection).channelHandlerContext();
        FlowControl control = new FlowControl(context.channel(), fastPath, connection.remoteAddress());
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addFirst("flow-control", control.socketSide);
        pipeline.addBefore(context.name(), "message-control", control.messageSide);
        return control;
    }

    /** Returns the number of response bytes that the operating system has not accepted yet. */
    long unsentBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Returns the memory for bytes that are received and not yet decoded, in bytes. */
    long heldBytes() {
        ByteBuf kept = held;
        return kept == null ? 0 : kept.capacity();
    }

    /** Returns the number of bytes of all responses so far, sent and unsent. */
    long writtenBytes() {
        return written;
    }

    /** Returns the number of requests of this connection that the fast path has answered. */
    long answeredFast() {
        return answeredFast;
    }

    /**
     * Closes the connection at once and drops unsent bytes, including those in the socket buffer.
     * Vert.x would wait until the client receives them.
     */
    void abort() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.voidPromise());
    }

    private boolean mayDecodeNext() {
        return inFlight < MAX_PIPELINED && channel.isWritable();
    }

    private void suspend() {
        suspended = true;
        channel.config().setAutoRead(false);
    }

    /** Schedules the resumption, which is not possible during a write. */
    private void scheduleResume() {
        if (suspended && !feeding && !resumeScheduled) {
            resumeScheduled = true;
            channel.eventLoop().execute(() -> {
                resumeScheduled = false;
                socketSide.resume();
            });
        }
    }

    /** Finds the ends of request heads in a byte stream, and folded headers. */
    private static final class HeadScanner {
        private int lines;
        private int lineLength;
        private byte last;
        /** Flag for a folded header in the head that is being scanned, or was scanned last. */
        private boolean folded;

        /**
         * Returns the number of bytes that belong to the scanned head; all of them if it does not
         * end here.
         */
        int scan(ByteBuf bytes) {
            int start = bytes.readerIndex();
            int end = bytes.writerIndex();
            int at = start;
            while (at < end) {
                if (lineLength == 0) {
                    if (lines == 0) {
                        folded = false;
                    } else if (isBlank(bytes.getByte(at))) {
                        folded = true;
                    }
                }
                int lineFeed = bytes.indexOf(at, end, LINE_FEED);
                if (lineFeed < 0) {
                    lineLength += end - at;
                    last = bytes.getByte(end - 1);
                    break;
                }
                int length = lineLength + lineFeed - at;
                byte before = lineFeed > at ? bytes.getByte(lineFeed - 1) : last;
                boolean empty = length == 0 || (length == 1 && before == '\r');
                lineLength = 0;
                at = lineFeed + 1;
                if (!empty) {
                    lines++;
                } else if (lines > 0) {
                    lines = 0;
                    return at - start;
                }
            }
            return end - start;
        }

        /** Returns whether the next byte begins a head. */
        boolean isBetweenHeads() {
            return lines == 0 && lineLength == 0;
        }

        private static boolean isBlank(byte character) {
            return character == ' ' || character == '\t';
        }
    }

    /** Handler on the byte side of the codec. */
    private final class SocketSide extends ChannelDuplexHandler {
        private final HeadScanner scanner = new HeadScanner();
        private @Nullable ChannelHandlerContext ownContext;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            ownContext = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (rejected || !(message instanceof ByteBuf bytes)) {
                ReferenceCountUtil.release(message);
                return;
            }
            ByteBuf kept = held;
            if (kept == null) {
                held = bytes;
            } else {
                held = context.alloc().buffer(kept.readableBytes() + bytes.readableBytes());
                held.writeBytes(kept).writeBytes(bytes);
                kept.release();
                bytes.release();
            }
            if (!feeding) {
                feed(context);
            }
            if (heldBytes() > MAX_HELD_BYTES) {
                abort();
            }
        }

        private void feed(ChannelHandlerContext context) {
            feeding = true;
            long before = answeredFast;
            try {
                for (ByteBuf bytes = held; bytes != null && (bodyExpected || mayDecodeNext()); bytes = held) {
                    if (answeredFast(context, bytes)) {
                        continue;
                    }
                    int length = nextLength(bytes);
                    if (length == bytes.readableBytes()) {
                        held = null;
                        context.fireChannelRead(bytes);
                    } else {
                        context.fireChannelRead(bytes.readRetainedSlice(length));
                    }
                    if (rejected) {
                        dropHeld();
                    }
                }
            } finally {
                feeding = false;
            }
            if (held != null || !mayDecodeNext()) {
                suspend();
            }
            if (answeredFast != before) {
                // After the suspension, which the flush may end.
                context.flush();
            }
        }

        /** Answers the next request by the fast path; returns whether that was possible. */
        private boolean answeredFast(ChannelHandlerContext context, ByteBuf bytes) {
            // Responses of requests in flight come first.
            if (fastPath == null || inFlight > 0 || bodyExpected || !scanner.isBetweenHeads()) {
                return false;
            }
            long pending = unsentBytes();
            FastPath.Result result = fastPath.answer(context, bytes, remote);
            if (result == FastPath.Result.NOT_SIMPLE) {
                return false;
            }
            written += unsentBytes() - pending;
            answeredFast++;
            rejected = result == FastPath.Result.ANSWERED_LAST;
            if (rejected || !bytes.isReadable()) {
                dropHeld();
            }
            return true;
        }

        private int nextLength(ByteBuf bytes) {
            if (!bodyExpected) {
                return scanner.scan(bytes);
            }
            if (bodyLeft < 0) {
                return Math.min(bytes.readableBytes(), CHUNKED_SLICE_BYTES);
            }
            int length = (int) Math.min(bytes.readableBytes(), Math.max(bodyLeft, 1));
            bodyLeft -= length;
            return length;
        }

        void resume() {
            ChannelHandlerContext context = ownContext;
            if (context == null || !suspended || !channel.isActive() || !mayDecodeNext()) {
                return;
            }
            suspended = false;
            if (held != null) {
                feed(context);
                // Vert.x flushes responses when a read completes.
                context.fireChannelReadComplete();
            }
            if (!suspended) {
                channel.config().setAutoRead(true);
            }
        }

        /** Blocks reads that Vert.x requests while this is suspended. */
        @Override
        public void read(ChannelHandlerContext context) {
            if (suspended) {
                channel.config().setAutoRead(false);
            } else {
                context.read();
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf bytes) {
                written += bytes.readableBytes();
            }
            var _ = context.write(message, promise);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.fireChannelWritabilityChanged();
            if (channel.isWritable()) {
                scheduleResume();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            rejected = true;
            dropHeld();
            context.fireChannelInactive();
        }

        private void dropHeld() {
            ByteBuf kept = held;
            if (kept != null) {
                held = null;
                kept.release();
            }
        }
    }

    /** Handler on the message side of the codec. */
    private final class MessageSide extends ChannelDuplexHandler {
        private boolean interim;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                inFlight++;
                bodyExpected = true;
                if (request.decoderResult().isSuccess()) {
                    bodyLeft = HttpUtil.getContentLength(request, -1L);
                    RejectedRequestException reason = reasonToReject(request);
                    if (reason != null) {
                        request.setDecoderResult(DecoderResult.failure(reason));
                    }
                }
                rejected |= request.decoderResult().isFailure();
            }
            if (message instanceof LastHttpContent) {
                bodyExpected = false;
            }
            context.fireChannelRead(message);
        }

        private @Nullable RejectedRequestException reasonToReject(HttpRequest request) {
            HttpVersion version = request.protocolVersion();
            boolean current = version.equals(HttpVersion.HTTP_1_1);
            if (!current && !version.equals(HttpVersion.HTTP_1_0)) {
                return new RejectedRequestException(505, "HTTP Version Not Supported");
            }
            if (socketSide.scanner.folded) {
                return new RejectedRequestException(400, "Bad Request");
            }
            Iterator<? extends CharSequence> hosts = request.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
            if (!hosts.hasNext()) {
                return current ? new RejectedRequestException(400, "Bad Request") : null;
            }
            hosts.next();
            return hosts.hasNext() ? new RejectedRequestException(400, "Bad Request") : null;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                // Interim responses such as 100 Continue precede the final response.
                interim = response.status().code() < 200;
            }
            boolean last = message instanceof LastHttpContent && !interim;
            var _ = context.write(message, promise);
            if (last) {
                inFlight--;
                if (inFlight == MAX_PIPELINED - 1 || held != null) {
                    scheduleResume();
                }
            }
        }
    }
}
