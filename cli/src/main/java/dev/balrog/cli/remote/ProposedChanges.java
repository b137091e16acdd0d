// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.JsonFile;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Files of proposed changes in the form of the API: objects with kind, change_type and row. */
final class ProposedChanges {
    private ProposedChanges() {}

    /**
     * Reads a file: an array of changes, an object with such an array as {@code changes}, or one
     * change.
     *
     * @throws dev.balrog.cli.options.InvalidOptionException if it can't be read
     */
    static List<JsonNode> read(Path file) {
        JsonNode json = JsonFile.read("the file of changes", file);
        JsonNode changes = json.isObject() && json.has("changes") ? json.path("changes") : json;
        return changes.isArray() ? changes.valueStream().toList() : List.of(changes);
    }
}
