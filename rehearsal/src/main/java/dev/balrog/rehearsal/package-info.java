// SPDX-License-Identifier: MPL-2.0
/** Deployments, rollbacks and disasters on one machine, with real processes and traffic. */
@NullMarked
package dev.balrog.rehearsal;

import org.jspecify.annotations.NullMarked;
