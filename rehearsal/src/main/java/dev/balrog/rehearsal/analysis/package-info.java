// SPDX-License-Identifier: MPL-2.0
/** Canary analysis with the same manifests as in production. */
@NullMarked
package dev.balrog.rehearsal.analysis;

import org.jspecify.annotations.NullMarked;
