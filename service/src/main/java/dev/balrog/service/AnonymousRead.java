// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

/** Read access of anonymous clients, which send no valid access token. */
public enum AnonymousRead {
    /** Everything that Mozilla's Balrog shows without a login. */
    FULL,
    /**
     * Like {@link #FULL}, without the names of users, permissions, roles and their scheduled
     * changes.
     */
    REDACTED,
    /** No read access. */
    NONE
}
