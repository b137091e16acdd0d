// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.util.List;

/**
 * Subcommands of {@code balrog} in another artifact, such as those of the demo. Found on the class
 * path by {@link java.util.ServiceLoader}.
 */
public interface SubcommandProvider {

    /** Returns classes with a picocli {@code @Command} annotation and a constructor without arguments. */
    List<Class<?>> subcommands();
}
