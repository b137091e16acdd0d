// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.fixture.ConformanceCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to the public app with the responses of Mozilla's Balrog, by the server that they are sent to. */
final class GoldenCases {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoldenCases() {}

    /** Requests that are to be answered by the same server. */
    record Group(String name, JsonNode state, JsonNode config, List<Case> cases) {}

    /** A request and the answer to it. */
    record Case(String id, String method, String target, Map<String, String> headers, JsonNode expected) {}

    /** Reads all cases for the public app. */
    static List<Group> read() throws IOException {
        List<Group> groups = new ArrayList<>();
        for (String generated : List.of("generated", "generated2")) {
            for (Path file : files(ConformanceCorpus.generated(generated), ".json")) {
                JsonNode content = readTree(file);
                List<Case> cases = new ArrayList<>();
                content.get("cases").forEach(json -> cases.add(toCase(json)));
                groups.add(new Group(name(file), content.get("state"), content.get("config"), cases));
            }
        }
        Optional<Path> recorded = ConformanceCorpus.recorded();
        if (recorded.isPresent()) {
            for (Path file : files(recorded.get(), ".jsonl")) {
                if (name(file).startsWith("public-")) {
                    groups.addAll(recorded(recorded.get(), file));
                }
            }
        }
        return groups;
    }

    private static List<Group> recorded(Path folder, Path file) throws IOException {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = JSON.readTree(line);
            String state = json.get("state").asString();
            JsonNode config = json.path("config");
            groups.computeIfAbsent(
                            state + config,
                            key -> new Group(
                                    name(file) + " " + state, readState(folder, state), config, new ArrayList<>()))
                    .cases()
                    .add(toCase(json));
        }
        return List.copyOf(groups.values());
    }

    private static JsonNode readState(Path folder, String hash) {
        return readTree(folder.resolve("states/" + hash + ".json"));
    }

    private static JsonNode readTree(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case toCase(JsonNode json) {
        JsonNode request = json.get("request");
        String query = request.path("query").asString("");
        String path = request.get("path").asString();
        // Some paths are given decoded, others as they were sent.
        String target = path.contains("%") ? path : encode(path);
        Map<String, String> headers = new LinkedHashMap<>();
        request.path("headers").forEachEntry((name, value) -> headers.put(name, value.asString()));
        return new Case(
                json.get("id").asString(),
                request.get("method").asString(),
                query.isEmpty() ? target : target + "?" + encode(query),
                headers,
                json.get("expect"));
    }

    /** Encodes what can't stand in a request line, and nothing else. Each character was recorded for a byte. */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            encoded.append(b > ' ' && b < 0x7F ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return encoded.toString();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\..*", "");
    }
}
