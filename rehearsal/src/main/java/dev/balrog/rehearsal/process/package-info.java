// SPDX-License-Identifier: MPL-2.0
/** The processes that take part, each started and ended by this one. */
@NullMarked
package dev.balrog.rehearsal.process;

import org.jspecify.annotations.NullMarked;
