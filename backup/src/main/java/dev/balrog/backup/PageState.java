// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/**
 * State of the pages of a SQLite file.
 *
 * @param pageSize bytes
 * @param pages number of pages
 * @param sha256 digest of the digests of all pages, which identifies the state
 */
public record PageState(int pageSize, int pages, String sha256) {}
