// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * SHA-256 over canonical JSON in the manner of RFC 8785: no whitespace, members sorted by UTF-16 code units. Numbers are
 * written by value: integers without exponent up to 30 digits, all others as {@code <digits>E<exponent>} without trailing
 * zeros. The JSON is never held in memory as a string.
 */
final class CanonicalHash {
    private static final int BUFFER = 4096;
    private static final int PLAIN_DIGITS = 30;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest digest = sha256();
    private final StringBuilder pending = new StringBuilder(BUFFER + 64);

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends punctuation. */
    CanonicalHash raw(char character) {
        pending.append(character);
        return this;
    }

    /** Appends the name of a member and a colon. */
    CanonicalHash name(String name) {
        return string(name).raw(':');
    }

    CanonicalHash string(String value) {
        pending.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
            if (pending.length() >= BUFFER) {
                // A pair of surrogates has to be encoded as one.
                if (!Character.isHighSurrogate(pending.charAt(pending.length() - 1))) {
                    flush();
                }
            }
        }
        return raw('"');
    }

    private void escape(char character) {
        switch (character) {
            case '"' -> pending.append("\\\"");
            case '\\' -> pending.append("\\\\");
            case '\b' -> pending.append("\\b");
            case '\f' -> pending.append("\\f");
            case '\n' -> pending.append("\\n");
            case '\r' -> pending.append("\\r");
            case '\t' -> pending.append("\\t");
            default -> {
                if (character < ' ') {
                    pending.append("\\u00").append(HEX.toHexDigits((byte) character));
                } else {
                    pending.append(character);
                }
            }
        }
    }

    CanonicalHash number(long value) {
        pending.append(value);
        return this;
    }

    private void number(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() <= 0 && (long) stripped.precision() - stripped.scale() <= PLAIN_DIGITS) {
            pending.append(stripped.toBigInteger());
        } else {
            pending.append(stripped.unscaledValue()).append('E').append(-(long) stripped.scale());
        }
    }

    CanonicalHash bool(boolean value) {
        pending.append(value);
        return this;
    }

    CanonicalHash json(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> {
                raw('[');
                boolean first = true;
                for (JsonNode element : node) {
                    if (!first) {
                        raw(',');
                    }
                    first = false;
                    json(element);
                }
                raw(']');
            }
            case STRING -> string(node.stringValue());
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    number(node.longValue());
                } else {
                    number(node.decimalValue());
                }
            }
            case BOOLEAN -> bool(node.booleanValue());
            case NULL, MISSING -> pending.append("null");
            case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }
        flushIfLong();
        return this;
    }

    private void object(JsonNode node) {
        raw('{');
        boolean first = true;
        String[] names = node.propertyNames().toArray(String[]::new);
        Arrays.sort(names);
        for (String name : names) {
            if (!first) {
                raw(',');
            }
            first = false;
            name(name).json(node.required(name));
        }
        raw('}');
    }

    private void flushIfLong() {
        if (pending.length() >= BUFFER) {
            flush();
        }
    }

    private void flush() {
        digest.update(pending.toString().getBytes(StandardCharsets.UTF_8));
        pending.setLength(0);
    }

    /** Returns the hash of what was appended, in lower-case hexadecimal digits. */
    String hex() {
        flush();
        return HEX.formatHex(digest.digest());
    }
}
