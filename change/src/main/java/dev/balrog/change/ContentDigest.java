// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** SHA-256 of JSON in a canonical form: sorted keys, no whitespace, numbers by their value (after RFC 8785). */
final class ContentDigest {
    private ContentDigest() {}

    /** Returns the digest of a release: of its product and its whole content. */
    static String ofRelease(String product, JsonNode content) {
        StringBuilder canonical = new StringBuilder();
        append(JsonNodeFactory.instance.objectNode().put("product", product).set("content", content), canonical);
        return ofText(canonical.toString());
    }

    /** Returns the digest of a text. */
    static String ofText(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(JsonNode json, StringBuilder out) {
        if (json.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            json.forEachEntry(sorted::put);
            out.append('{');
            String separator = "";
            for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
                out.append(separator)
                        .append(JsonNodeFactory.instance.stringNode(entry.getKey()))
                        .append(':');
                append(entry.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (json.isArray()) {
            out.append('[');
            String separator = "";
            for (JsonNode element : json) {
                out.append(separator);
                append(element, out);
                separator = ",";
            }
            out.append(']');
        } else if (json.isNumber()) {
            BigDecimal number = json.decimalValue();
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else {
            out.append(json);
        }
    }
}
