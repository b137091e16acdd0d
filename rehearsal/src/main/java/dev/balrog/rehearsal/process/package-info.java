// SPDX-License-Identifier: MPL-2.0
/** Child processes of a rehearsal. */
@NullMarked
package dev.balrog.rehearsal.process;

import org.jspecify.annotations.NullMarked;
