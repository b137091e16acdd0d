// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

/** Availability of an update in a release for a request. */
public enum Serving {
    /** No update: the client has this release or a newer one, or the release lacks its platform. */
    NO,
    /** Update that is newer than the version that the client is pinned to. */
    PAST_PIN,
    /** Update that the request can be given. */
    YES
}
