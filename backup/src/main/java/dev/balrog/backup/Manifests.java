// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes manifests: JSON that people can read as well. */
final class Manifests {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            // A later version may add some.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Manifests() {}

    static void write(Path file, Object manifest) throws IOException {
        String text = JSON.writeValueAsString(manifest) + "\n";
        DurableFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), type);
        } catch (JacksonException e) {
            throw new BackupException(
                    "The manifest " + file + " can't be read: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
