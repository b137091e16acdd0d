// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/**
 * A file of a backup, as its manifest describes it.
 *
 * @param name name of the file, in the directory of the manifest
 * @param size bytes
 * @param sha256 hexadecimal digest of these bytes
 */
public record StoredFile(String name, long size, String sha256) {}
