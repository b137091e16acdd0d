// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleRequestParserTest {
    private final SimpleRequestParser parser = new SimpleRequestParser(1_000, 2_000);

    private @Nullable SimpleRequest parse(String bytes) {
        ByteBuf buffer = Unpooled.copiedBuffer(bytes, ISO_8859_1);
        SimpleRequest request = parser.parse(buffer);
        assertThat(buffer.readerIndex()).isZero();
        return request;
    }

    @Test
    void readsTargetAndTheHeadersThatMatter() {
        String head = "GET /a?b=%20 HTTP/1.1\r\nhOST: x\r\nUser-Agent: \tone two \r\nX-Forwarded-For:192.0.2.1\r\n\r\n";
        assertThat(parse(head + "GET /next")).isEqualTo(new SimpleRequest("/a?b=%20", "one two", "192.0.2.1", false));
        assertThat(parser.length()).isEqualTo(head.length());
    }

    @Test
    void takesTheFirstOfRepeatedHeadersAsTheGeneralPathDoes() {
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: 1\r\nUser-Agent: 2\r\n\r\n"))
                .isEqualTo(new SimpleRequest("/", "1", null, false));
    }

    @Test
    void forgetsThePreviousRequest() {
        parse("GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: 1\r\nConnection: close\r\n\r\n");
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo(new SimpleRequest("/", null, null, false));
        assertThat(parse("GET / HTTP/1.1\r\n\r\n")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "connection:CLOSE"})
    void readsThatTheConnectionCloses(String header) {
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"))
                .isEqualTo(new SimpleRequest("/", null, null, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0",
                "content-length: 5",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: identity",
                "Expect: 100-continue",
                "Upgrade: h2c",
                "TE: trailers",
                "Trailer: x",
                "HTTP2-Settings: x",
                "Keep-Alive: 5",
                "Proxy-Connection: close",
                "Host: y",
                "Connection: upgrade",
                "Connection: close, keep-alive",
                "Connection:",
                "Connection: close\r\nConnection: close",
                " folded",
                "X: a\r\n folded",
                "X : a",
                "X\t: a",
                ": a",
                "X",
                "X Y: a",
                "X(: a",
                "X: a\rb",
                "X: a\nContent-Length: 5",
                "X: a\0b",
                "X: a\u007f",
                "X: caf\u00e9",
                "X\u00e9: a",
            })
    void leavesWhatChangesTheFramingToTheGeneralPath(String header) {
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get / HTTP/1.1",
                "POST / HTTP/1.1",
                "HEAD / HTTP/1.1",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /\t HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /\0 HTTP/1.1",
                "GET http://x/ HTTP/1.1",
                "GET * HTTP/1.1",
                "GET / HTTP/1.0",
                "GET / HTTP/1.10",
                "GET / HTTP/2.0",
                "GET / http/1.1",
                "GET /",
                "\r\nGET / HTTP/1.1",
                " GET / HTTP/1.1",
            })
    void leavesOtherRequestLinesToTheGeneralPath(String line) {
        assertThat(parse(line + "\r\nHost: x\r\n\r\n")).isNull();
    }

    @Test
    void leavesBareLineFeedsToTheGeneralPath() {
        assertThat(parse("GET / HTTP/1.1\nHost: x\n\n")).isNull();
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\n\r\n")).isNull();
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\n\n")).isNull();
    }

    @Test
    void leavesIncompleteHeadsToTheGeneralPath() {
        String head = "GET /a HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n";
        for (int length = 0; length < head.length(); length++) {
            assertThat(parse(head.substring(0, length))).isNull();
        }
        assertThat(parse(head)).isNotNull();
    }

    @Test
    void keepsTheLimitsOfTheServer() {
        assertThat(parse("GET /" + "a".repeat(900) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isNotNull();
        assertThat(parse("GET /" + "a".repeat(1_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isNull();
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(1_900) + "\r\n\r\n"))
                .isNotNull();
        assertThat(parse("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(2_000) + "\r\n\r\n"))
                .isNull();
        SimpleRequestParser generous = new SimpleRequestParser(100_000, 100_000);
        String large = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(SimpleRequestParser.MAX_HEAD_BYTES) + "\r\n\r\n";
        assertThat(generous.parse(Unpooled.copiedBuffer(large, ISO_8859_1))).isNull();
    }
}
