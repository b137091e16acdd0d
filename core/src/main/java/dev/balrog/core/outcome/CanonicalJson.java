// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import dev.balrog.core.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Canonical form of JSON after <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>: keys
 * sorted by UTF-16 code units, no whitespace, one spelling for each string and number.
 *
 * <p>It differs from the RFC where that would make different values the same: numbers keep all
 * their digits instead of being rounded to a double, and an unpaired surrogate is written as an
 * escape.
 */
public final class CanonicalJson {
    private static final int BUFFER = 8192;
    private static final HexFormat HEX = HexFormat.of();

    private final Consumer<String> sink;
    private final StringBuilder buffer = new StringBuilder();

    private CanonicalJson(Consumer<String> sink) {
        this.sink = sink;
    }

    /** Returns the canonical form of a value, in UTF-8. */
    public static byte[] bytes(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text::append);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the SHA-256 of the canonical form of a value, in lower-case hexadecimal. */
    public static String sha256(JsonNode value) {
        MessageDigest digest = Sha256.newDigest();
        write(value, part -> digest.update(part.getBytes(StandardCharsets.UTF_8)));
        return Sha256.hex(digest);
    }

    private static void write(JsonNode value, Consumer<String> sink) {
        CanonicalJson canonical = new CanonicalJson(sink);
        canonical.write(value);
        canonical.flush();
    }

    private void write(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value);
            case ARRAY -> writeArray(value);
            case NUMBER -> buffer.append(number(value));
            case BOOLEAN -> buffer.append(value.booleanValue());
            case STRING -> writeString(value.stringValue());
            case NULL -> buffer.append("null");
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
        }
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    private void writeObject(JsonNode object) {
        String[] names = object.propertyNames().toArray(String[]::new);
        Arrays.sort(names);
        char separator = '{';
        for (String name : names) {
            buffer.append(separator);
            writeString(name);
            buffer.append(':');
            write(object.get(name));
            separator = ',';
        }
        buffer.append(names.length == 0 ? "{}" : "}");
    }

    private void writeArray(JsonNode array) {
        char separator = '[';
        for (Iterator<JsonNode> elements = array.iterator(); elements.hasNext(); separator = ',') {
            buffer.append(separator);
            write(elements.next());
        }
        buffer.append(array.isEmpty() ? "[]" : "]");
    }

    /**
     * Returns a decimal mantissa without trailing zeros, and an exponent of 10 unless that is 0:
     * short for huge numbers, too.
     */
    private static String number(JsonNode number) {
        BigDecimal value = number.decimalValue();
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        String mantissa = stripped.unscaledValue().toString();
        return stripped.scale() == 0 ? mantissa : mantissa + "e" + -(long) stripped.scale();
    }

    private void writeString(String text) {
        buffer.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> buffer.append("\\\"");
                case '\\' -> buffer.append("\\\\");
                case '\b' -> buffer.append("\\b");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\f' -> buffer.append("\\f");
                case '\r' -> buffer.append("\\r");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        buffer.append(c).append(text.charAt(++i));
                    } else if (c < ' ' || Character.isSurrogate(c)) {
                        buffer.append("\\u").append(HEX.toHexDigits(c));
                    } else {
                        buffer.append(c);
                    }
                }
            }
        }
        buffer.append('"');
    }

    private void flush() {
        sink.accept(buffer.toString());
        buffer.setLength(0);
    }
}
