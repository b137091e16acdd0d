// SPDX-License-Identifier: MPL-2.0
/** {@code balrog demo}: servers with sample data. */
@NullMarked
package dev.balrog.cli.demo;

import org.jspecify.annotations.NullMarked;
