// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.CommandTreeTest;

/** Holds the commands of the demo to the rules for all commands. */
class DemoCommandTreeTest extends CommandTreeTest {}
