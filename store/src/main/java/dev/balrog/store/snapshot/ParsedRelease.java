// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.rows.ReleaseRows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Result of parsing the rows of a release.
 *
 * @param stored the release; null when only its builds were requested, or when it can't be parsed
 * @param builds its builds; null when it is no valid JSON
 * @param problem parse error in one line; null when there is none
 */
record ParsedRelease(
        @Nullable StoredRelease stored,
        @Nullable KnownBuilds builds,
        @Nullable String problem) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * Returns a JSON reader for releases that are parsed together: equal strings in them become the
     * same object.
     */
    static ObjectReader reader() {
        return MAPPER.reader().with(new SharingNodeFactory());
    }

    /**
     * Parses rows.
     *
     * @param whole whether the release itself is requested, and not only its builds
     */
    static ParsedRelease of(ReleaseRows rows, boolean whole, ObjectReader reader) {
        KnownBuilds builds = null;
        try {
            JsonNode json = rows.json(reader);
            builds = KnownBuilds.of(json);
            StoredRelease stored =
                    whole ? new StoredRelease(rows.name(), rows.product(), ReleaseReader.read(json)) : null;
            return new ParsedRelease(stored, builds, null);
        } catch (InvalidReleaseException e) {
            return new ParsedRelease(null, builds, e.getMessage());
        } catch (RuntimeException e) {
            // An invalid release must not prevent others from being served.
            return new ParsedRelease(null, builds, e.toString());
        }
    }
}
