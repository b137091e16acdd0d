// SPDX-License-Identifier: MPL-2.0
/** Composition of the servers, and the commands that start them. */
@NullMarked
package dev.balrog.cli.server;

import org.jspecify.annotations.NullMarked;
