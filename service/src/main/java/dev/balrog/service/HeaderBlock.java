// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Response headers as they are sent, encoded once. */
public final class HeaderBlock {
    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[] lines;

    private HeaderBlock(byte[] lines) {
        this.lines = lines;
    }

    /**
     * Encodes headers.
     *
     * @throws IllegalArgumentException if one contains other than printable ASCII
     */
    public static HeaderBlock of(FixedHeaders headers) {
        StringBuilder lines = new StringBuilder();
        headers.forEach((name, value) -> {
            requirePrintable(name);
            requirePrintable(value);
            lines.append(name).append(": ").append(value).append("\r\n");
        });
        return new HeaderBlock(lines.toString().getBytes(US_ASCII));
    }

    /** Returns the size of the encoded headers, in bytes. */
    int length() {
        return lines.length;
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(lines);
    }

    /**
     * Writes one header.
     *
     * @throws IllegalArgumentException if name or value contain other than printable ASCII: a line
     *     break would begin another header
     */
    static void write(String name, String value, ByteBuf out) {
        requirePrintable(name);
        requirePrintable(value);
        out.writeCharSequence(name, US_ASCII);
        out.writeBytes(COLON);
        out.writeCharSequence(value, US_ASCII);
        out.writeBytes(LINE_END);
    }

    private static void requirePrintable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException("A header contains the character U+"
                        + Integer.toHexString(0x10000 | text.charAt(i)).substring(1) + ".");
            }
        }
    }
}
