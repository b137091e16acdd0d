// SPDX-License-Identifier: MPL-2.0
/** Files of desired rules and expectations, and their differences from the server. */
@NullMarked
package dev.balrog.cli.plan;

import org.jspecify.annotations.NullMarked;
