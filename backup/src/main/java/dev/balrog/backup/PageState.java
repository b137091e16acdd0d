// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/**
 * What the pages of a SQLite file are.
 *
 * @param pageSize bytes
 * @param pages number of pages
 * @param sha256 digest of the digests of all pages, which tells one state from all others
 */
public record PageState(int pageSize, int pages, String sha256) {}
