// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.CommandTreeTest;
import org.junit.jupiter.api.Tag;

/** Holds the commands of the demo to the rules for all commands. */
@Tag("slow")
class DemoCommandTreeTest extends CommandTreeTest {}
