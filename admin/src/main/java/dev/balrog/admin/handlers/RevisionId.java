// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.change.release.ReleaseRevision;
import dev.balrog.change.row.ChangeType;
import dev.balrog.store.history.RevisionInfo;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Id of a revision, unique within a release. A parsed id can only address revisions of the given
 * release, whatever its content.
 *
 * @param path path of the part; null for the release itself
 */
record RevisionId(@Nullable String path, RevisionInfo info) {

    static RevisionId of(ReleaseRevision revision) {
        return new RevisionId(revision.path(), revision.info());
    }

    /** Parses an id; empty if it is malformed. */
    static Optional<RevisionId> parse(String text) {
        String name;
        try {
            name = new String(Base64.getUrlDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        int slash = name.indexOf('/');
        if (slash < 0 || (slash > 0 && !name.startsWith("."))) {
            return Optional.empty();
        }
        String path = name.substring(0, slash);
        return RevisionInfo.parse(path, name)
                .map(info -> new RevisionId(path.isEmpty() ? null : path, info))
                .filter(id -> id.text().equals(text));
    }

    /** Returns the id as a string that needs no escapes in URLs. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(info.objectName(path == null ? "" : path).getBytes(UTF_8));
    }

    /** Returns whether a revision comes after this one in lists. */
    boolean isBefore(ReleaseRevision revision) {
        ReleaseRevision here = new ReleaseRevision(path, info, ChangeType.UPDATE);
        return ReleaseRevision.NEWEST_FIRST.compare(here, revision) < 0;
    }
}
