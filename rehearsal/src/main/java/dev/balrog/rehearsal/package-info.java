// SPDX-License-Identifier: MPL-2.0
/**
 * Rehearsal of deployments, rollbacks and disaster recovery on one host, with real processes and
 * traffic.
 */
@NullMarked
package dev.balrog.rehearsal;

import org.jspecify.annotations.NullMarked;
