// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Parser that recognizes simple requests, and nothing else.
 *
 * <p>It decides on each byte of a request's head: whatever is not plainly allowed by RFC 9112 makes
 * the request not simple, and the general decoder interprets it. So it needs no errors, and no
 * leniency that could make it read a request differently than the general decoder or a proxy.
 *
 * <p>Not thread-safe: one instance for each event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112: HTTP/1.1</a>
 */
final class SimpleRequestParser {
    /** Maximum size of a simple request's head, in bytes; larger ones are for the general decoder. */
    static final int MAX_HEAD_BYTES = 4_096;

    private static final byte[] METHOD = "GET ".getBytes(US_ASCII);
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(US_ASCII);
    private static final byte[] HOST = "host".getBytes(US_ASCII);
    private static final byte[] CONNECTION = "connection".getBytes(US_ASCII);
    private static final byte[] USER_AGENT = "user-agent".getBytes(US_ASCII);
    private static final byte[] FORWARDED_FOR = "x-forwarded-for".getBytes(US_ASCII);
    private static final byte[] CLOSE = "close".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "keep-alive".getBytes(US_ASCII);

    /** Headers that change how a message is framed or what a connection is used for. */
    private static final byte[][] NOT_SIMPLE = {
        "content-length".getBytes(US_ASCII),
        "transfer-encoding".getBytes(US_ASCII),
        "expect".getBytes(US_ASCII),
        "upgrade".getBytes(US_ASCII),
        "te".getBytes(US_ASCII),
        "trailer".getBytes(US_ASCII),
        "http2-settings".getBytes(US_ASCII),
        "keep-alive".getBytes(US_ASCII),
        "proxy-connection".getBytes(US_ASCII),
    };

    /** Characters of header names. */
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c + 'A' - 'a'] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private final int maxLineBytes;
    private final int maxHeaderBytes;
    private final byte[] head = new byte[MAX_HEAD_BYTES];
    private int limit;
    private int at;
    private boolean host;
    private boolean connection;
    private boolean closes;
    private @Nullable String userAgent;
    private @Nullable String forwardedFor;

    /**
     * Creates a parser.
     *
     * @param maxLineBytes maximum size of a request line
     * @param maxHeaderBytes maximum size of all headers
     */
    SimpleRequestParser(int maxLineBytes, int maxHeaderBytes) {
        this.maxLineBytes = maxLineBytes;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /**
     * Parses the request that begins with the first readable byte, without consuming it.
     *
     * @return the request; null if it is not simple, or its head is not complete
     */
    @Nullable
    SimpleRequest parse(ByteBuf bytes) {
        limit = Math.min(bytes.readableBytes(), MAX_HEAD_BYTES);
        bytes.getBytes(bytes.readerIndex(), head, 0, limit);
        at = 0;
        host = false;
        connection = false;
        closes = false;
        userAgent = null;
        forwardedFor = null;
        if (!skip(METHOD)) {
            return null;
        }
        int targetStart = at;
        while (at < limit && head[at] > ' ' && head[at] <= '~') {
            at++;
        }
        int targetEnd = at;
        if (targetEnd == targetStart || head[targetStart] != '/' || !skip(VERSION) || at > maxLineBytes) {
            return null;
        }
        int headersStart = at;
        while (true) {
            if (at + 1 < limit && head[at] == '\r' && head[at + 1] == '\n') {
                at += 2;
                break;
            }
            if (!header()) {
                return null;
            }
        }
        if (!host || at - headersStart > maxHeaderBytes) {
            return null;
        }
        String target = new String(head, targetStart, targetEnd - targetStart, US_ASCII);
        return new SimpleRequest(target, userAgent, forwardedFor, closes);
    }

    /** Returns the size of the head of the request that was parsed last, in bytes. */
    int length() {
        return at;
    }

    /** Parses one header with its line end; returns whether the request can still be simple. */
    private boolean header() {
        int nameStart = at;
        while (at < limit && head[at] > 0 && TOKEN[head[at]]) {
            at++;
        }
        int nameLength = at - nameStart;
        if (nameLength == 0 || at == limit || head[at] != ':') {
            return false;
        }
        at++;
        while (at < limit && isBlank(head[at])) {
            at++;
        }
        int valueStart = at;
        int valueEnd = at;
        for (; at < limit && head[at] != '\r'; at++) {
            if (head[at] > ' ' && head[at] <= '~') {
                valueEnd = at + 1;
            } else if (!isBlank(head[at])) {
                return false;
            }
        }
        if (at + 1 >= limit || head[at + 1] != '\n') {
            return false;
        }
        at += 2;
        return accept(nameStart, nameLength, valueStart, valueEnd - valueStart);
    }

    private boolean accept(int nameStart, int nameLength, int valueStart, int valueLength) {
        if (equals(HOST, nameStart, nameLength)) {
            boolean first = !host;
            host = true;
            return first;
        }
        if (equals(CONNECTION, nameStart, nameLength)) {
            boolean first = !connection;
            connection = true;
            closes = equals(CLOSE, valueStart, valueLength);
            return first && (closes || equals(KEEP_ALIVE, valueStart, valueLength));
        }
        if (equals(USER_AGENT, nameStart, nameLength)) {
            userAgent = userAgent == null ? value(valueStart, valueLength) : userAgent;
            return true;
        }
        if (equals(FORWARDED_FOR, nameStart, nameLength)) {
            forwardedFor = forwardedFor == null ? value(valueStart, valueLength) : forwardedFor;
            return true;
        }
        for (byte[] name : NOT_SIMPLE) {
            if (equals(name, nameStart, nameLength)) {
                return false;
            }
        }
        return true;
    }

    private String value(int start, int length) {
        return new String(head, start, length, US_ASCII);
    }

    private boolean skip(byte[] expected) {
        if (limit - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (head[at + i] != expected[i]) {
                return false;
            }
        }
        at += expected.length;
        return true;
    }

    /** Compares a part of the head with a name in lower case, ignoring case. */
    private boolean equals(byte[] name, int start, int length) {
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte character = head[start + i];
            if (character >= 'A' && character <= 'Z') {
                character = (byte) (character + 'a' - 'A');
            }
            if (character != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }
}
