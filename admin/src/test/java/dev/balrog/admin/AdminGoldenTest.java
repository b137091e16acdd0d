// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.ConformanceCorpus;
import dev.balrog.core.fixture.GoldenDifferences;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replays recorded requests of Mozilla's Balrog against the running admin app, and compares the answers, and the rows
 * of every table.
 */
@Tag("slow")
class AdminGoldenTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> COMPARED_HEADERS = Set.of(
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Origin",
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Data-Version",
            "X-Frame-Options");

    /** Fields that scheduled changes have here and not in Mozilla's Balrog. */
    private static final Set<String> ADDED_FIELDS =
            Set.of("digest", "ineffective_signoffs", "unbound_signoffs", "sc_digests", "enactment_obstacle");
    /** Ids of cases during which the recording server's clock went on. */
    private static final String TICKING_CLOCK = "a41-";

    /** Columns that some rows were recorded of with 0 and 1 in place of false and true. */
    private static final List<String> BOOLEAN_COLUMNS =
            List.of("read_only", "mig64", "jaws", "complete", "base_read_only", "base_mig64", "base_jaws");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> answersAsRecordedOnSqlite() throws IOException {
        return tests(Kind.SQLITE);
    }

    @TestFactory
    Stream<DynamicTest> answersAsRecordedOnMariaDb() throws IOException {
        return tests(Kind.MARIADB);
    }

    private Stream<DynamicTest> tests(Kind kind) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        List<Path> sets = new ArrayList<>(List.of(ConformanceCorpus.generated("generated2")));
        ConformanceCorpus.recorded().ifPresent(sets::add);
        for (Path cases : sets) {
            try (Stream<Path> files = Files.list(cases)) {
                files.filter(file -> String.valueOf(file.getFileName()).matches("admin-.*\\.jsonl"))
                        .sorted()
                        .forEach(file -> tests.add(DynamicTest.dynamicTest(
                                String.valueOf(file.getFileName()), () -> replay(kind, cases, file))));
            }
        }
        return tests.stream();
    }

    private void replay(Kind kind, Path recorded, Path file) throws Exception {
        GoldenDifferences meant = GoldenDifferences.read();
        List<String> differences = new ArrayList<>();
        Map<String, JsonNode> states = new HashMap<>();
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, Files.createTempDirectory(directory, "admin"))) {
            boolean diverged = false;
            for (String line : Files.readAllLines(file)) {
                JsonNode recordedCase = JSON.readTree(line);
                String id = recordedCase.get("id").asString();
                if (recordedCase.path("continues_previous").asBoolean(false)) {
                    if (diverged) {
                        // It was recorded on a state that a case before it was not allowed to make here.
                        continue;
                    }
                } else {
                    diverged = false;
                    JsonNode state = states.computeIfAbsent(
                            recordedCase.get("state").asString(),
                            hash -> readTree(recorded.resolve("states/" + hash + ".json")));
                    admin.reset(state);
                }
                admin.configure(recordedCase.path("config"), recordedCase.get("clock_seconds"));
                differences.addAll(meant.unexpected(id, differences(recordedCase, admin)));
                diverged |= meant.isListed(id) && !recordedCase.path("changes").isEmpty();
            }
        }
        assertThat(differences).as("%s differences", differences.size()).isEmpty();
    }

    private static JsonNode readTree(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> differences(JsonNode recorded, AdminOnDatabase admin) throws Exception {
        ObjectNode before = TestDatabases.state(admin.database());
        HttpResponse<String> response = send(recorded.get("request"), user(recorded), admin);
        ObjectNode after = TestDatabases.state(admin.database());
        JsonNode expected = recorded.get("expect");
        List<String> differences = new ArrayList<>();
        String about = recorded.get("id").asString() + " "
                + shortened(recorded.get("request").toString());
        if (response.statusCode() != expected.get("status").asInt()) {
            differences.add(about + "\n  status " + response.statusCode() + " " + shortened(response.body())
                    + "\n  not " + shortened(expected.toString()));
        } else {
            String body = expected.get("body").asString();
            if (!sameBody(response, body)) {
                differences.add(about + "\n  body " + shortened(response.body()) + "\n  not  " + shortened(body));
            }
            expected.path("headers").forEachEntry((name, value) -> {
                String actual = response.headers()
                        .firstValue(name.toLowerCase(Locale.ROOT))
                        .orElse("none");
                String wanted = value.asString();
                if (name.equals("Content-Type")
                        ? !mediaType(actual).equals(mediaType(wanted))
                        : COMPARED_HEADERS.contains(name) && !actual.equals(wanted)) {
                    differences.add(about + "\n  " + name + " " + actual + "\n  not " + value);
                }
            });
        }
        boolean fixedClock =
                recorded.has("clock_seconds") && !recorded.get("id").asString().startsWith(TICKING_CLOCK);
        compareChanges(recorded.path("changes"), before, after, fixedClock)
                .forEach(difference -> differences.add(about + "\n  " + difference));
        return differences;
    }

    /** Returns the user, by the name that the mapping gives a client. */
    private static @Nullable JsonNode user(JsonNode recorded) {
        JsonNode user = recorded.get("user");
        return user == null
                ? null
                : recorded.path("config")
                                .path("M2M_ACCOUNT_MAPPING")
                                .path(user.asString(""))
                                .isString()
                        ? recorded.get("config").get("M2M_ACCOUNT_MAPPING").get(user.asString(""))
                        : user;
    }

    private static String mediaType(String contentType) {
        return contentType.replaceAll(";.*", "");
    }

    private static HttpResponse<String> send(JsonNode request, @Nullable JsonNode user, AdminOnDatabase admin)
            throws Exception {
        String path = request.get("path").asString();
        String query = request.path("query").asString("");
        String target = (path.startsWith("/") ? path : "/" + path) + (query.isEmpty() ? "" : "?" + query);
        List<String> headers = new ArrayList<>();
        request.path("headers").forEachEntry((name, value) -> {
            headers.add(name);
            headers.add(value.asString());
        });
        if (user != null && !user.isNull()) {
            headers.addAll(List.of("Authorization", "Bearer " + user.asString()));
        }
        if (request.hasNonNull("content_type")) {
            headers.addAll(List.of("Content-Type", request.get("content_type").asString()));
        }
        return admin.send(
                request.get("method").asString(), target, request.path("body").asString(""), headers);
    }

    private static boolean sameBody(HttpResponse<String> response, String expected) {
        if (response.statusCode() >= 400) {
            return isByValidator(expected) || problem(response.body()).equals(problem(expected));
        }
        try {
            JsonNode wanted = JSON.readTree(expected);
            return inAnyOrder(withoutAdded(JSON.readTree(response.body()))).equals(inAnyOrder(wanted));
        } catch (JacksonException e) {
            return response.body().equals(expected);
        }
    }

    private static JsonNode withoutAdded(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove(ADDED_FIELDS);
        }
        json.forEach(AdminGoldenTest::withoutAdded);
        return json;
    }

    /** Lists of rows are in an order that nobody chose. */
    private static JsonNode inAnyOrder(JsonNode json) {
        if (json.isObject()) {
            json.forEach(AdminGoldenTest::withoutTimes);
        }
        for (String list : List.of("rules", "releases", "required_signoffs", "shutoffs", "scheduled_changes")) {
            if (json.path(list).isArray()) {
                TreeSet<String> rows = new TreeSet<>();
                json.get(list).forEach(row -> rows.add(sorted(row)));
                ((ObjectNode) json).put(list, String.join("\n", rows));
            }
        }
        json.propertyStream()
                .filter(member -> member.getValue().isArray()
                        && !member.getValue().isEmpty()
                        && member.getValue().valueStream().allMatch(JsonNode::isValueNode))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(column -> ((ObjectNode) json)
                        .put(
                                column,
                                json.get(column)
                                        .valueStream()
                                        .map(JsonNode::toString)
                                        .sorted()
                                        .toList()
                                        .toString()));
        return json;
    }

    /** When the things of the test before were done. */
    private static void withoutTimes(JsonNode history) {
        history.path("revisions")
                .forEach(revision -> ((ObjectNode) revision).remove(List.of("timestamp", "change_id")));
    }

    private static String sorted(JsonNode json) {
        return JsonMapper.builder()
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .build()
                .writeValueAsString(json);
    }

    /** What validators say about bad input is up to them. */
    private static boolean isByValidator(String problem) {
        return Stream.of(
                        "Failed validating",
                        "is not a '",
                        "does not match",
                        "is not one of",
                        "is not of type",
                        "required property",
                        "Wrong type, expected",
                        "is not valid JSON")
                .anyMatch(problem::contains);
    }

    private static String problem(String body) {
        JsonNode problem = JSON.readTree(body);
        return problem.path("title").asString("") + "|" + problem.path("detail").asString("");
    }

    private static List<String> compareChanges(
            JsonNode expected, ObjectNode before, ObjectNode after, boolean fixedClock) {
        List<String> differences = new ArrayList<>();
        for (String table : after.propertyNames()) {
            List<String> added = rows(after.get(table), fixedClock);
            List<String> removed = rows(before.get(table), fixedClock);
            List<String> kept = new ArrayList<>(removed);
            rows(after.get(table), fixedClock).forEach(kept::remove);
            List<String> gone = kept;
            removed.forEach(added::remove);
            List<String> wantedAdded = rows(expected.path(table).path("added"), fixedClock);
            List<String> wantedGone = rows(expected.path(table).path("removed"), fixedClock);
            difference(table + " +", added, wantedAdded, differences);
            difference(table + " -", gone, wantedGone, differences);
        }
        return differences;
    }

    private static void difference(String what, List<String> actual, List<String> wanted, List<String> differences) {
        List<String> missing = new ArrayList<>(wanted);
        actual.forEach(missing::remove);
        List<String> extra = new ArrayList<>(actual);
        wanted.forEach(extra::remove);
        if (!missing.isEmpty() || !extra.isEmpty()) {
            differences.add(what + " " + shortened(extra.toString()) + "\n     not " + shortened(missing.toString()));
        }
    }

    private static List<String> rows(JsonNode rows, boolean fixedClock) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> {
            ObjectNode copy = ((ObjectNode) row).deepCopy();
            copy.remove("change_id");
            if (!fixedClock) {
                copy.remove("timestamp");
            }
            // JSON's null in place of no value, which some rows were recorded with.
            if (copy.path("base_data").asString("").equals("null")) {
                copy.remove("base_data");
            }
            BOOLEAN_COLUMNS.forEach(column -> {
                if (copy.path(column).isIntegralNumber()) {
                    copy.put(column, copy.get(column).asInt() != 0);
                }
            });
            texts.add(sorted(copy));
        });
        return texts;
    }

    private static String shortened(String text) {
        return text.length() <= 700 ? text : text.substring(0, 700) + "…";
    }

    static byte[] bytes(JsonNode content) {
        return (content.isString() ? content.asString() : content.toString()).getBytes(UTF_8);
    }
}
