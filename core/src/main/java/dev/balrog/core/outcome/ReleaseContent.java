// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import dev.balrog.core.reach.References;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Identity of the content of a release, without its data version and read-only flag.
 *
 * @param digest SHA-256 of the content and the product, in lower-case hexadecimal
 * @param references the releases and products that clients reach through it
 */
public record ReleaseContent(String digest, References references) {

    /**
     * Returns the identity of a release.
     *
     * @param product null where it has none
     * @param content the whole release, with all of its parts
     */
    public static ReleaseContent of(@Nullable String product, JsonNode content) {
        return new ReleaseContent(digest(product, "content", content), References.of(content));
    }

    /**
     * Returns the identity of a release whose stored string is not JSON.
     *
     * @param fingerprint digest of the stored string
     */
    public static ReleaseContent unreadable(@Nullable String product, String fingerprint) {
        JsonNode text = JsonNodeFactory.instance.stringNode(fingerprint);
        return new ReleaseContent(digest(product, "unreadable", text), References.NONE);
    }

    private static String digest(@Nullable String product, String kind, JsonNode content) {
        ObjectNode release = JsonNodeFactory.instance.objectNode();
        if (product != null) {
            release.put("product", product);
        }
        release.set(kind, content);
        return CanonicalJson.sha256(release);
    }
}
