// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON files that options name. */
public final class JsonFile {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonFile() {}

    /**
     * Reads a file.
     *
     * @param what description of the file for messages, such as {@code the domain allow-list}
     * @throws InvalidOptionException if it can't be read, or is not JSON
     */
    public static JsonNode read(String what, Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new InvalidOptionException(what + " " + file + " can't be read: " + unreadable);
        } catch (JacksonException notJson) {
            throw new InvalidOptionException(what + " " + file + " is not JSON: " + notJson.getOriginalMessage());
        }
    }
}
