// SPDX-License-Identifier: MPL-2.0
/**
 * Promotion of a test channel: comparison of the rules of two channels, and the settings that make
 * one serve what the other serves.
 */
@NullMarked
package dev.balrog.core.promotion;

import org.jspecify.annotations.NullMarked;
