// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
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
