// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import dev.balrog.cli.SubcommandProvider;
import java.util.List;

/** Commands that a source tree has and production does not. */
public final class DemoCommands implements SubcommandProvider {

    @Override
    public List<Class<?>> subcommands() {
        return List.of(
                DemoCommand.class,
                DemoDataCommand.class,
                DemoIdentityCommand.class,
                RehearseCommand.class,
                WarmUpCommand.class);
    }
}
