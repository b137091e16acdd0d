// SPDX-License-Identifier: MPL-2.0
/** Decides whether a canary is good, by the file that production decides by. */
@NullMarked
package dev.balrog.rehearsal.analysis;

import org.jspecify.annotations.NullMarked;
