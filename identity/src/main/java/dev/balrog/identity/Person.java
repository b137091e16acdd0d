// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

/**
 * Somebody who can log in.
 *
 * @param email mail address, which is the user's name
 * @param name what to call the person
 * @param description what the person can do, in a few words
 */
public record Person(String email, String name, String description) {}
