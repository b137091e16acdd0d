// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

/**
 * What a place in a path, or in a query, may hold.
 *
 * @param name its name
 * @param in where it is
 * @param required whether it has to be there; always so in a path
 * @param schema what values it may have
 */
public record Parameter(String name, In in, boolean required, ValueSchema schema) {

    /** Where a parameter is. */
    public enum In {
        PATH,
        QUERY;

        static In of(String name) {
            return switch (name) {
                case "path" -> PATH;
                case "query" -> QUERY;
                default -> throw new IllegalArgumentException("Parameters are in path or query, not in " + name + ".");
            };
        }
    }
}
