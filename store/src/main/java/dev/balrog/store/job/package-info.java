// SPDX-License-Identifier: MPL-2.0

/** Records of the runs of periodic jobs. */
@NullMarked
package dev.balrog.store.job;

import org.jspecify.annotations.NullMarked;
