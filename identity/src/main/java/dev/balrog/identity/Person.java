// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

/**
 * User who can log in.
 *
 * @param email e-mail address, which is the user name
 * @param name display name
 * @param description short description of the user's permissions
 */
public record Person(String email, String name, String description) {}
