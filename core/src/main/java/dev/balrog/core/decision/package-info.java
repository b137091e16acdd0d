// SPDX-License-Identifier: MPL-2.0
/** From a request and a snapshot to the decision and the answer. */
@NullMarked
package dev.balrog.core.decision;

import org.jspecify.annotations.NullMarked;
