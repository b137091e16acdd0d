// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.balrog.core.decision.UpdateAnswer.Header;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Fast path of one event loop: answers simple requests from the bytes of their heads, with one
 * buffer per response.
 *
 * <p>It skips what the general path spends on each request: the HTTP codec, the request and response
 * objects of Vert.x, their header maps, and a system call that gathers several buffers. Everything
 * that is not a simple request takes the general path, through the same connection.
 */
final class FastPath {
    private static final int MAX_STATUS_LINE_BYTES = 64;
    /** Room for a header with a short value. */
    private static final int HEADER_BYTES = 64;

    private static final byte[] CLOSE = "connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] CONTENT_LENGTH = "content-length: ".getBytes(US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200 OK\r\n".getBytes(US_ASCII);
    private static final int OK_STATUS = 200;

    private final FastPathHandler handler;
    private final SimpleRequestParser parser;
    private HeaderBlock date = HeaderBlock.of(FixedHeaders.of());
    private boolean closing;

    FastPath(FastPathHandler handler, HttpSettings settings) {
        this.handler = handler;
        this.parser = new SimpleRequestParser(settings.maxInitialLineLength(), settings.maxHeaderSize());
    }

    /** Sets the value of the Date header of the following responses. */
    void setDate(String value) {
        date = HeaderBlock.of(FixedHeaders.of("date", value));
    }

    /** Passes all further requests to the general path, since the server stops. */
    void close() {
        closing = true;
    }

    /** Result of an attempt to answer a request. */
    enum Result {
        /** The request is not simple: nothing was consumed. */
        NOT_SIMPLE,
        /** The request is consumed, and its response is written but not flushed. */
        ANSWERED,
        /** As {@link #ANSWERED}, and the connection must not be read further: it closes once flushed. */
        ANSWERED_LAST
    }

    /**
     * Answers the request that begins with the first readable byte.
     *
     * @param context context of the handler next to the socket
     * @param remote address of the client
     */
    Result answer(ChannelHandlerContext context, ByteBuf bytes, SocketAddress remote) {
        if (closing) {
            return Result.NOT_SIMPLE;
        }
        SimpleRequest request = parser.parse(bytes);
        if (request == null) {
            return Result.NOT_SIMPLE;
        }
        int length = parser.length();
        SimpleResponse response = answer(request, remote);
        if (response == null) {
            return Result.NOT_SIMPLE;
        }
        bytes.skipBytes(length);
        ByteBuf encoded = encode(context, response, request.closes());
        if (request.closes()) {
            var _ = context.write(encoded).addListener(ChannelFutureListener.CLOSE);
            return Result.ANSWERED_LAST;
        }
        var _ = context.write(encoded, context.voidPromise());
        return Result.ANSWERED;
    }

    private @Nullable SimpleResponse answer(SimpleRequest request, SocketAddress remote) {
        try {
            return handler.answer(request, remote);
        } catch (Throwable error) {
            // The general path fails as well, reports it, and responds with 500.
            return null;
        }
    }

    private ByteBuf encode(ChannelHandlerContext context, SimpleResponse response, boolean closes) {
        byte[] body = response.body();
        ByteBuf out = context.alloc()
                .directBuffer(MAX_STATUS_LINE_BYTES
                        + date.length()
                        + response.common().length()
                        + HEADER_BYTES * (response.headers().size() + 3)
                        + body.length);
        if (response.status() == OK_STATUS) {
            out.writeBytes(OK);
        } else {
            out.writeCharSequence("HTTP/1.1 " + HttpResponseStatus.valueOf(response.status()) + "\r\n", US_ASCII);
        }
        date.writeTo(out);
        response.common().writeTo(out);
        HeaderBlock.write("content-type", response.contentType(), out);
        for (Header header : response.headers()) {
            HeaderBlock.write(header.name(), header.value(), out);
        }
        if (closes) {
            out.writeBytes(CLOSE);
        }
        out.writeBytes(CONTENT_LENGTH);
        out.writeCharSequence(Integer.toString(body.length), US_ASCII);
        out.writeBytes(HEAD_END);
        return out.writeBytes(body);
    }
}
