// SPDX-License-Identifier: MPL-2.0
/** Commands for traffic samples, and the logs that they are imported from. */
@NullMarked
package dev.balrog.cli.traffic;

import org.jspecify.annotations.NullMarked;
