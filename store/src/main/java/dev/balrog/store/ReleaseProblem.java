// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/**
 * A release that can't be served because of what is stored for it; all others are served.
 *
 * @param name name of the release
 * @param reason what is wrong with it, one line
 */
public record ReleaseProblem(String name, String reason) {}
