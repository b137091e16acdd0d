// SPDX-License-Identifier: MPL-2.0
/**
 * <a href="https://en.wikipedia.org/wiki/Lint_(software)">Lint</a> of rules, pins and the releases
 * that they map to: finds what is probably a mistake without asking any client.
 */
@NullMarked
package dev.balrog.core.lint;

import org.jspecify.annotations.NullMarked;
