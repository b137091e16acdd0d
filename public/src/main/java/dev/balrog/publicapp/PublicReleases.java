// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

/** Releases that the read-only API shows. */
public enum PublicReleases {
    /** All releases, as with Mozilla's Balrog. */
    ALL,
    /** Releases that clients can be offered: everything that rules and pins reach. */
    LIVE
}
