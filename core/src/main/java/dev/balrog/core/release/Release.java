// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import java.util.Set;

/** A release: what is offered to the requests that a rule maps to it. One implementation for each format. */
public sealed interface Release permits XmlRelease, GuardianRelease {

    /** The name in the release itself; by agreement the name that it is stored under. */
    String name();

    /**
     * Whether there is an update for this request.
     *
     * @throws BadDataException when the versions of request and release can't be compared
     */
    Serving serving(UpdateRequest request);

    /** Returns what the responses of this release depend on. */
    ResponseSpace responses();

    /** Names of the releases whose builds decide whether this one offers a partial update. */
    default Set<String> partialSources() {
        return Set.of();
    }
}
