// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.logstash.logback.decorate.json.JsonWriteFeatureDecorator;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Configures the log of the process: errors go to standard error, the rest to standard output. */
public final class Logging {

    private Logging() {}

    private static final List<String> TALKATIVE = List.of(
            "io.netty", "io.vertx", "com.zaxxer.hikari", "org.jooq", "org.flywaydb", "org.mariadb", "software.amazon");

    /** Replaces any previous log configuration; to be called once, as early as possible. */
    public static void configure(LogSettings settings) {
        configure(settings, System.out, System.err, onTerminal());
    }

    static void configure(LogSettings settings, OutputStream out, OutputStream err, boolean coloured) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(settings.level());
        // Libraries log too much below WARN.
        Level libraries = settings.level().isGreaterOrEqual(Level.WARN) ? settings.level() : Level.WARN;
        for (String library : TALKATIVE) {
            context.getLogger(library).setLevel(libraries);
        }
        // Netty warns of connections that arrive while the server stops.
        context.getLogger("io.netty.bootstrap.ServerBootstrap")
                .setLevel(libraries.isGreaterOrEqual(Level.ERROR) ? libraries : Level.ERROR);
        // jOOQ reports every MariaDB before 11.8 as too old, which the tests of this project
        // disprove for the versions that they run on.
        context.getLogger("org.jooq.impl.DefaultExecuteContext.logVersionSupport")
                .setLevel(Level.ERROR);
        root.addAppender(appender(context, settings, out, coloured, level -> !level.isGreaterOrEqual(Level.ERROR)));
        root.addAppender(appender(context, settings, err, coloured, level -> level.isGreaterOrEqual(Level.ERROR)));
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LoggerContext context,
            LogSettings settings,
            OutputStream stream,
            boolean coloured,
            Predicate<Level> accepts) {
        Filter<ILoggingEvent> filter = new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                return accepts.test(event.getLevel()) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
        };
        filter.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.addFilter(filter);
        appender.setEncoder(
                switch (settings.format()) {
                    case MOZLOG -> mozlogEncoder(context);
                    case PLAIN -> plainEncoder(context, coloured);
                });
        appender.setOutputStream(new Unclosed(stream));
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> mozlogEncoder(LoggerContext context) {
        LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
        encoder.setContext(context);
        encoder.setFindAndRegisterJacksonModules(false);
        encoder.setLineSeparator("\n");
        JsonWriteFeatureDecorator ascii = new JsonWriteFeatureDecorator();
        ascii.enable(JsonWriteFeature.ESCAPE_NON_ASCII);
        encoder.addDecorator(ascii);
        encoder.getProviders().addProvider(new MozlogProvider());
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> plainEncoder(LoggerContext context, boolean coloured) {
        PlainLayout layout = new PlainLayout(coloured);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(UTF_8);
        encoder.start();
        return encoder;
    }

    private static boolean onTerminal() {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return terminal && System.getenv("NO_COLOR") == null;
    }

    /** Prevents a reconfiguration from closing the standard streams. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
