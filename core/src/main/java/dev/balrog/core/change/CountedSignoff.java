// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

/**
 * Signoff that counts: its signer is a person who has the role now, and it is for the current
 * outcome.
 *
 * @param username name of the signer
 * @param role role that the signer signed off as
 * @param digest outcome digest that the signoff is bound to
 */
public record CountedSignoff(String username, String role, String digest) {}
