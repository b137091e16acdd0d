// SPDX-License-Identifier: MPL-2.0
/** Tests of what Balrog is watched by: metrics, alerts, dashboards, logs and their queries, reports of exceptions. */
@NullMarked
package dev.balrog.cli.watch;

import org.jspecify.annotations.NullMarked;
