// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends counts and timings to a StatsD server, in the notation of python-statsd.
 *
 * <p>Micrometer's StatsD registry is not used: it brings a shaded reactive network stack of several
 * megabytes, names its metrics after its own conventions, and sends each measurement separately.
 * This class sends batches ten times a second: counts as sums, and timings individually up to a
 * number that the network can bear, above which a sample is sent with its rate.
 */
final class Statsd implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Statsd.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int MAX_SAMPLES_PER_INTERVAL = 64;
    private static final int MAX_PACKET_BYTES = 512;

    private final StatsdSettings settings;
    private final DatagramChannel channel;
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler;
    private boolean failing;

    Statsd(StatsdSettings settings) throws IOException {
        this.settings = settings;
        this.channel = DatagramChannel.open();
        this.scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("statsd").daemon().factory());
        var _ = scheduler.scheduleWithFixedDelay(
                this::flush, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends the increments of a counter, under this name after the prefix. */
    void count(String name, LongSupplier count) {
        sources.add(new Count(prefixed(name), count));
    }

    /** Returns a collector of timings, which are sent under this name after the prefix. */
    Samples times(String name) {
        Samples samples = new Samples(prefixed(name));
        sources.add(samples);
        return samples;
    }

    private String prefixed(String name) {
        return settings.prefix().isEmpty() ? name : settings.prefix() + "." + name;
    }

    private synchronized void flush() {
        try {
            Packets packets = new Packets(new InetSocketAddress(settings.host(), settings.port()));
            for (Source source : sources) {
                source.drainTo(packets);
            }
            packets.send();
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warn("Metrics cannot be sent to {} port {}: {}", settings.host(), settings.port(), e.toString());
            }
            failing = true;
        }
    }

    /** Sends pending measurements, and stops. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        flush();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The StatsD socket cannot be closed", e);
        }
    }

    interface Source {
        void drainTo(Packets packets) throws IOException;
    }

    private static final class Count implements Source {

        private final String name;
        private final LongSupplier count;
        private long sent;

        Count(String name, LongSupplier count) {
            this.name = name;
            this.count = count;
        }

        @Override
        public void drainTo(Packets packets) throws IOException {
            long reached = count.getAsLong();
            if (reached > sent) {
                packets.add(name + ":" + (reached - sent) + "|c");
                sent = reached;
            }
        }
    }

    static final class Samples implements Source {

        private final String name;
        private final AtomicInteger measured = new AtomicInteger();
        /**
         * Samples in nanoseconds plus one; 0 in a slot that a thread has reserved but not yet
         * written.
         */
        private final AtomicLongArray samples = new AtomicLongArray(MAX_SAMPLES_PER_INTERVAL);

        private Samples(String name) {
            this.name = name;
        }

        void add(long nanos) {
            int place = measured.getAndIncrement();
            if (place >= 0 && place < MAX_SAMPLES_PER_INTERVAL) {
                samples.setRelease(place, nanos + 1);
            }
        }

        @Override
        public void drainTo(Packets packets) throws IOException {
            int count = measured.getAndSet(0);
            int sampled = Math.min(count, MAX_SAMPLES_PER_INTERVAL);
            String rate = count > sampled ? "|@" + (double) sampled / count : "";
            for (int i = 0; i < sampled; i++) {
                long nanos = samples.getAndSet(i, 0) - 1;
                if (nanos >= 0) {
                    packets.add(name + ":" + String.format(Locale.ROOT, "%.6f", nanos / 1e6) + "|ms" + rate);
                }
            }
        }
    }

    final class Packets {

        private final InetSocketAddress address;
        private final ByteArrayOutputStream packet = new ByteArrayOutputStream();

        private Packets(InetSocketAddress address) {
            this.address = address;
        }

        void add(String line) throws IOException {
            byte[] bytes = line.getBytes(UTF_8);
            if (packet.size() + bytes.length + 1 > MAX_PACKET_BYTES) {
                send();
            }
            if (packet.size() > 0) {
                packet.write('\n');
            }
            packet.writeBytes(bytes);
        }

        void send() throws IOException {
            if (packet.size() > 0) {
                ByteBuffer bytes = ByteBuffer.wrap(packet.toByteArray());
                packet.reset();
                channel.send(bytes, address);
            }
        }
    }
}
