// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.core.release.Superblob;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * References of one release to others. Only superblobs have any.
 *
 * @param parts names of the releases in its {@code blobs}
 * @param products the products in its {@code products}, whose rules are evaluated for the response
 */
public record References(Set<String> parts, Set<String> products) {
    /** No references. */
    public static final References NONE = new References(Set.of(), Set.of());

    private static final int SUPERBLOB = 4000;

    public References {
        parts = Set.copyOf(parts);
        products = Set.copyOf(products);
    }

    /** Returns the references of a release. */
    public static References of(Release release) {
        return release instanceof Superblob superblob
                ? new References(new HashSet<>(superblob.blobs()), new HashSet<>(superblob.products()))
                : NONE;
    }

    /** Returns the references of a release as it is stored; none where it can't be parsed. */
    public static References of(JsonNode release) {
        OptionalInt schemaVersion = ReleaseReader.schemaVersion(release);
        if (schemaVersion.isEmpty() || schemaVersion.getAsInt() != SUPERBLOB) {
            return NONE;
        }
        try {
            return of(ReleaseReader.read(release));
        } catch (InvalidReleaseException e) {
            return NONE;
        }
    }

    /** Returns whether there are no references. */
    public boolean isEmpty() {
        return parts.isEmpty() && products.isEmpty();
    }
}
