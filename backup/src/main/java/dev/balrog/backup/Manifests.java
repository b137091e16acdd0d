// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manifests as readable JSON files. With a key, each has the authentication code of the one
 * before and its own, so that none can be changed, left out, or moved to another chain.
 */
final class Manifests {
    private static final String PREVIOUS = "previous_mac";
    private static final String CODE = "mac";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            // A later version may add some.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final JsonMapper COMPACT = JsonMapper.builder().build();

    private Manifests() {}

    /**
     * A manifest that was read.
     *
     * @param previous authentication code of the one before; empty where it has none
     * @param code its own authentication code; empty where it has none
     */
    record Authenticated<T>(T manifest, String previous, String code) {}

    /**
     * Writes a manifest.
     *
     * @param previous authentication code of the one before; empty for the first one
     * @return its authentication code; empty without a key
     */
    static String write(Path file, Object manifest, ManifestKey key, String previous) throws IOException {
        ObjectNode object = JSON.valueToTree(manifest);
        String code = "";
        if (key.isPresent()) {
            object.put(PREVIOUS, previous);
            code = code(manifest.getClass(), object, key).orElseThrow();
            object.put(CODE, code);
        }
        String text = JSON.writeValueAsString(object) + "\n";
        DurableFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        return code;
    }

    private static Optional<String> code(Class<?> type, ObjectNode object, ManifestKey key) {
        return key.code(type.getSimpleName() + ' ' + COMPACT.writeValueAsString(object));
    }

    /**
     * Reads a manifest.
     *
     * @throws BackupException when it is none, or its authentication code is not right
     */
    static <T> Authenticated<T> read(Path file, Class<T> type, ManifestKey key) throws IOException {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (!(tree instanceof ObjectNode object)) {
                throw new BackupException("The manifest " + file + " is not a JSON object");
            }
            T manifest = JSON.treeToValue(object, type);
            String code = object.path(CODE).asString("");
            object.remove(CODE);
            if (key.isPresent()
                    && !code.isEmpty()
                    && !ManifestKey.same(code, code(type, object, key).orElseThrow())) {
                throw new BackupException("The manifest " + file
                        + " is not authentic: it was changed, or written with another key. Don't restore it");
            }
            return new Authenticated<>(manifest, object.path(PREVIOUS).asString(""), code);
        } catch (JacksonException e) {
            throw new BackupException(
                    "The manifest " + file + " can't be read: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
