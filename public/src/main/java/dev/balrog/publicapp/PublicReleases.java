// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

/** Releases that the read-only API shows. */
public enum PublicReleases {
    /** All releases, as with Mozilla's Balrog. */
    ALL,
    /** Reachable releases: those that rules and pins can serve. */
    LIVE
}
