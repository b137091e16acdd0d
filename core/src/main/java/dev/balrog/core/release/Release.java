// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import java.util.Optional;
import java.util.Set;

/** Update that rules map requests to. There is one implementation for each format. */
public sealed interface Release permits XmlRelease, GuardianRelease {

    /** Returns the name in the release itself, by convention the name that it is stored under. */
    String name();

    /**
     * Returns whether the release has an update for the request.
     *
     * @throws BadDataException when the versions of request and release can't be compared
     */
    Serving serving(UpdateRequest request);

    /**
     * Returns the build that the release has for the platform and locale of a request; empty where
     * it has none, or where the format has no versions.
     */
    default Optional<OfferedBuild> build(UpdateRequest request) {
        return Optional.empty();
    }

    /** Returns the request properties that the responses of this release depend on. */
    ResponseSpace responses();

    /**
     * Returns the names of the releases whose builds decide whether this one offers a partial
     * update.
     */
    default Set<String> partialSources() {
        return Set.of();
    }
}
