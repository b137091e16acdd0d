// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

/**
 * Signoff that counts for a scheduled change.
 *
 * @param username name of the signer
 * @param role role that the signer signed off as
 */
record CountedSignoff(String username, String role) {}
