// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

/**
 * A release that can't be served because of its stored content; all others are served.
 *
 * @param name name of the release
 * @param reason one-line description of the problem
 */
public record ReleaseProblem(String name, String reason) {}
