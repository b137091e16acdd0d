// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.transport.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Build of one locale for one platform, to be added to a release. The release is created if it does
 * not exist.
 *
 * @param release the release's name
 * @param platform the build target, such as {@code Linux_x86_64-gcc3}
 * @param locale the locale, such as {@code de}
 * @param data the release's data for this platform and locale, such as {@code buildID} and
 *     {@code completes}
 * @param product the release's product
 * @param schemaVersion the release's schema version
 * @param hashFunction the hash function of the release's files, such as {@code sha512}; null if the
 *     schema has none
 * @param aliases further names of the platform; v1 only
 */
public record LocaleSubmission(
        String release,
        String platform,
        String locale,
        ObjectNode data,
        String product,
        int schemaVersion,
        @Nullable String hashFunction,
        List<String> aliases) {

    /** Copies the data. */
    public LocaleSubmission {
        data = data.deepCopy();
        aliases = List.copyOf(aliases);
    }

    /** Returns the data wrapped in its place within the release. */
    ObjectNode asPartOfRelease() {
        ObjectNode part = Fields.object();
        part.putObject("platforms").putObject(platform).putObject("locales").set(locale, data.deepCopy());
        return part;
    }
}
