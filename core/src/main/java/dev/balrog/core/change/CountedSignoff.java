// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

/**
 * A signoff that counts: its signer is a person who holds the role now, and it was given for the current outcome.
 *
 * @param username name of the signer
 * @param role role that the signer signed off as
 * @param digest outcome digest that the signoff is bound to
 */
public record CountedSignoff(String username, String role, String digest) {}
