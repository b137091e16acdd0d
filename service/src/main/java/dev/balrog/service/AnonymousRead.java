// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/** Access of anonymous clients, which send no valid access token, to what can be read. */
public enum AnonymousRead {
    /** Everything that Mozilla's Balrog shows without a login. */
    FULL,
    /** The same without the names of people, and without permissions, roles and their scheduled changes. */
    REDACTED,
    /** Nothing. */
    NONE
}
