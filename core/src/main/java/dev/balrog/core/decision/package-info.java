// SPDX-License-Identifier: MPL-2.0
/** Evaluation of requests against a snapshot: decisions and responses. */
@NullMarked
package dev.balrog.core.decision;

import org.jspecify.annotations.NullMarked;
