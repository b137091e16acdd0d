// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

/** Whether a release has an update for a request. */
public enum Serving {
    /** The request has this release or a newer one already, or its platform is not in it. */
    NO,
    /** There is an update, but it leads past the version that the client is pinned to. */
    PAST_PIN,
    /** There is an update. */
    YES
}
