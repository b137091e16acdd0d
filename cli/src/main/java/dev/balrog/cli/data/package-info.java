// SPDX-License-Identifier: MPL-2.0
/** Commands on the data of a database: export, import, sample data, cleanup, reset of stage. */
@NullMarked
package dev.balrog.cli.data;

import org.jspecify.annotations.NullMarked;
