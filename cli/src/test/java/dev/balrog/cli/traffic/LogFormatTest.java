// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {
    private static LogEntry entry(LogFormat format, String line) {
        assertThat(LogFormat.of(line)).contains(format);
        return Objects.requireNonNull(format.parse(line));
    }

    @Test
    void readsTheLogOfALoadBalancer() {
        assertThat(entry(LogFormat.JSON_LINES, """
                {"timestamp": "2026-03-01T00:00:00Z", "resource": {"labels": {"zone": "global"}}, "httpRequest":
                 {"requestMethod": "GET", "requestUrl": "https://aus5.mozilla.org/update/1/x?force=1", "status": 200,
                  "userAgent": "Mozilla/5.0 \\"x\\"", "remoteIp": "192.0.2.1"}}""".replace("\n", "")))
                .isEqualTo(new LogEntry("GET", "https://aus5.mozilla.org/update/1/x?force=1", "Mozilla/5.0 \"x\"", 1));
        assertThat(entry(LogFormat.JSON_LINES, "{\"requestmethod\":\"HEAD\",\"requesturl\":\"/a\"}"))
                .isEqualTo(new LogEntry("HEAD", "/a", null, 1));
    }

    @Test
    void readsCommonAndCombinedLogs() {
        String common = "192.0.2.1 - - [10/Oct/2026:13:55:36 -0700] \"GET /update/1/a%20b?force=1 HTTP/1.1\" 200 2326";

        assertThat(entry(LogFormat.COMMON, common)).isEqualTo(new LogEntry("GET", "/update/1/a%20b?force=1", null, 1));
        assertThat(entry(LogFormat.COMMON, common + " \"-\" \"Mozilla/5.0 (PPC)\" \"extra\""))
                .isEqualTo(new LogEntry("GET", "/update/1/a%20b?force=1", "Mozilla/5.0 (PPC)", 1));
        assertThat(entry(LogFormat.COMMON, "- - - [x] \"GET /a\\\"b\\x20c d HTTP/1.0\" 200 - \"r\\\\\" \"u\\\"a\""))
                .isEqualTo(new LogEntry("GET", "/a\"b c d", "u\"a", 1));
    }

    @Test
    void readsListsOfUrls() {
        assertThat(entry(LogFormat.URLS, "  48211 /update/1/a"))
                .isEqualTo(new LogEntry("GET", "/update/1/a", null, 48211));
        assertThat(entry(LogFormat.URLS, "https://aus5.mozilla.org/update/1/a"))
                .isEqualTo(new LogEntry("GET", "https://aus5.mozilla.org/update/1/a", null, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "",
                "192.0.2.1 - - [10/Oct/2026:13:55:36 -0700] \"-\" 408 0",
                "192.0.2.1 - - [x] \"GET /a HTTP/1.1",
                "\"GET HTTP/1.1\""
            })
    void knowsNoOthers(String line) {
        assertThat(LogFormat.of(line)).isEmpty();
        assertThat(LogFormat.COMMON.parse(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{}", "{\"requestUrl\":\"/a\"}", "{\"requestMethod\":\"GET\",\"requestUrl\":7}", "[1]"})
    void jsonWithoutARequestIsNoEntry(String line) {
        assertThat(LogFormat.JSON_LINES.parse(line)).isNull();
    }
}
