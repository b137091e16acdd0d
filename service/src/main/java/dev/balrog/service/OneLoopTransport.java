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
 * Vert.x's epoll transport, with the event loop accepting its own connections from a socket of its own.
 *
 * <p>Vert.x accepts on a further thread, which hands each connection over to an event loop. Where every request comes
 * with a connection of its own, that handover and the socket options that Vert.x sets needlessly are a fifth of the
 * server's work.
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
