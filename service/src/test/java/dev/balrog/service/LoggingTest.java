// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import dev.balrog.service.LogSettings.Format;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger("dev.balrog.SomeClass");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void restore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    private void configure(Level level, Format format) {
        Logging.configure(new LogSettings(level, format, true), out, err, false);
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8).lines().toList();
    }

    @Test
    void jsonHasTheShapeOfMozillasStandard() {
        configure(Level.INFO, Format.MOZLOG);
        MDC.put("requestid", "r1");
        LOG.atInfo().addKeyValue("product", "Firefox").log("hello {}", "world");
        MDC.remove("requestid");

        JsonNode line = JSON.readTree(lines(out).getFirst());
        assertThat(line.propertyNames())
                .containsExactly("Timestamp", "Type", "Logger", "Hostname", "EnvVersion", "Severity", "Pid", "Fields");
        assertThat(line.get("Type").asString()).isEqualTo("dev.balrog.SomeClass");
        assertThat(line.get("Logger").asString()).isEqualTo("Balrog");
        assertThat(line.get("EnvVersion").asString()).isEqualTo("2.0");
        assertThat(line.get("Severity").asInt()).isEqualTo(200);
        assertThat(line.get("Pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        Instant logged = Instant.ofEpochSecond(0, line.get("Timestamp").asLong());
        assertThat(Duration.between(logged, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        JsonNode fields = line.get("Fields");
        assertThat(fields.get("message").asString()).isEqualTo("hello world");
        assertThat(fields.get("requestid").asString()).isEqualTo("r1");
        assertThat(fields.get("product").asString()).isEqualTo("Firefox");
    }

    @Test
    void jsonMessagesAreLeftOutAsInTheReference() {
        configure(Level.INFO, Format.MOZLOG);
        LOG.info("{\"already\": \"json\"}");
        assertThat(JSON.readTree(lines(out).getFirst()).get("Fields").propertyNames())
                .containsExactly("requestid");
    }

    @Test
    void errorsGoToStandardErrorWithTheirTraceback() {
        configure(Level.INFO, Format.MOZLOG);
        LOG.warn("careful");
        LOG.error("broken", new IllegalStateException("why\nforged"));
        assertThat(lines(out)).hasSize(1);
        assertThat(JSON.readTree(lines(out).getFirst()).get("Severity").asInt()).isEqualTo(400);
        assertThat(lines(err)).hasSize(1);
        JsonNode error = JSON.readTree(lines(err).getFirst());
        assertThat(error.get("Severity").asInt()).isEqualTo(500);
        assertThat(error.get("Fields").get("error").asString())
                .isEqualTo("java.lang.IllegalStateException: why\nforged");
        assertThat(error.get("Fields").get("traceback").asString()).contains("at dev.balrog.service.LoggingTest");
    }

    @ParameterizedTest
    @CsvSource({"MOZLOG,1", "PLAIN,1"})
    void usersCannotForgeLines(Format format, int expected) {
        configure(Level.INFO, format);
        LOG.info("got {}", "x\n2026-01-01 ERROR forged\r\u001b[2J\u0085\u2028end");
        assertThat(out.toString(UTF_8)).endsWith("\n");
        assertThat(out.toString(UTF_8).split("[\r\n\u0085\u2028]")).hasSize(expected);
        assertThat(out.toString(UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void plainIsForPeople() {
        configure(Level.DEBUG, Format.PLAIN);
        LOG.debug("details");
        LOG.error("broken", new IllegalStateException("first\n2026 forged"));
        assertThat(lines(out).getFirst()).matches("\\d{4}-\\d\\d-\\d\\d [\\d:.]{12} DEBUG SomeClass: details");
        assertThat(lines(err).getFirst()).endsWith(" ERROR SomeClass: broken");
        assertThat(lines(err).stream().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void plainIsColouredOnTerminals() {
        Logging.configure(new LogSettings(Level.INFO, Format.PLAIN, true), out, err, true);
        LOG.warn("careful");
        assertThat(out.toString(UTF_8)).contains("\u001b[33mWARN \u001b[0m");
    }

    @Test
    void lowerLevelsAreNotLogged() {
        configure(Level.WARN, Format.MOZLOG);
        LOG.info("nobody wants to know");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"debug,DEBUG", "Info,INFO", "WARNING,WARN", "error,ERROR", "CRITICAL,OFF", "'',INFO"})
    void levelsHaveTheReferencesNames(String name, String expected) {
        assertThat(LogSettings.parse(name, null, null).level()).hasToString(expected);
    }

    @Test
    void settingsHaveDefaults() {
        assertThat(LogSettings.parse(null, null, null)).isEqualTo(new LogSettings(Level.INFO, Format.MOZLOG, true));
        assertThat(LogSettings.parse(null, "plain", "OFF")).isEqualTo(new LogSettings(Level.INFO, Format.PLAIN, false));
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> LogSettings.parse("loud", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LOG_LEVEL \"loud\" is not a level: use one of DEBUG, INFO, WARNING, ERROR, CRITICAL.");
        assertThatThrownBy(() -> LogSettings.parse(null, null, "sometimes")).hasMessageContaining("REQUEST_LOG");
    }
}
