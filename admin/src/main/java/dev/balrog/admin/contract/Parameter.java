// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

/**
 * Path, query or header parameter.
 *
 * @param name name of the parameter
 * @param in location of the parameter
 * @param required whether the parameter is required; always true in a path
 * @param schema schema of the value
 */
public record Parameter(String name, In in, boolean required, ValueSchema schema) {

    /** Location of a parameter. */
    public enum In {
        PATH,
        QUERY,
        HEADER;

        static In of(String name) {
            return switch (name) {
                case "path" -> PATH;
                case "query" -> QUERY;
                case "header" -> HEADER;
                default ->
                    throw new IllegalArgumentException("Parameters are in path, query or header, not in " + name + ".");
            };
        }
    }
}
