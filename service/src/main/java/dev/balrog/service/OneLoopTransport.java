// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Epoll transport of Vert.x in which the event loop accepts its own connections from its own
 * socket.
 *
 * <p>Vert.x accepts on a further thread, which hands each connection over to an event loop. With
 * one connection per request, that handover and the socket options that Vert.x sets needlessly are
 * a fifth of the server's work.
 */
final class OneLoopTransport extends EpollTransport implements Transport {

    /**
     * Response bytes that the kernel buffers and has not sent yet, for each connection. Without this
     * limit it buffers up to {@code tcp_wmem} (4 MiB) for a client that does not receive: 500 of them
     * occupied the event loops for seconds, and 2 GB of the container's memory.
     */
    private static final int MAX_NOT_SENT_BYTES = 128 * 1_024;

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NOTSENT_LOWAT = 25;

    /** Accepted sockets inherit the option from the listening one, which Netty supports only by its number. */
    private static final ChannelOption<Integer> NOT_SENT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", IPPROTO_TCP, TCP_NOTSENT_LOWAT);

    private @Nullable EventLoopGroup loop;

    static boolean usable() {
        Transport epoll = Transport.EPOLL;
        return epoll != null && epoll.available();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        EventLoopGroup shared = loop;
        if (shared == null) {
            shared = super.eventLoopGroup(type, 1, threadFactory, ioRatio);
            loop = shared;
        }
        return shared;
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        bootstrap.option(NOT_SENT, MAX_NOT_SENT_BYTES);
        bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public boolean available() {
        return isAvailable();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return this;
    }
}
