// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The build of one locale for one platform, on its way into a release. The release is made if it isn't there.
 *
 * @param release the release's name
 * @param platform the build target, such as {@code Linux_x86_64-gcc3}
 * @param locale the locale, such as {@code de}
 * @param data what the release is to hold for them, such as {@code buildID} and {@code completes}
 * @param product the release's product
 * @param schemaVersion the release's format
 * @param hashFunction the hash function of the release's files, such as {@code sha512}; null where its format has none
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

    /** Keeps a copy of the data. */
    public LocaleSubmission {
        data = data.deepCopy();
        aliases = List.copyOf(aliases);
    }

    /** The members of the release that lead to the data, around it. */
    ObjectNode asPartOfRelease() {
        ObjectNode part = Fields.object();
        part.putObject("platforms").putObject(platform).putObject("locales").set(locale, data.deepCopy());
        return part;
    }
}
