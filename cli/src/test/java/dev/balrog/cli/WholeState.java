// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.RevisionInfo;
import dev.balrog.store.history.RevisionOutbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that a database and its history of releases hold, and whether it fits together. */
final class WholeState {
    private static final List<String> ENTITIES = List.of("rules", "releases", "releases_json", "release_assets");

    private final JsonNode tables;

    private WholeState(JsonNode tables) {
        this.tables = tables;
    }

    /** Reads it, and checks that no row lacks a version, its history or its conditions. */
    static WholeState checked(Database database, Path history) {
        WholeState state = new WholeState(TestDatabases.state(database));
        state.requireHistory("rules", List.of("rule_id"));
        for (String table : ENTITIES) {
            state.requireWholeScheduledChanges(table);
        }
        HistoryBuckets buckets = new HistoryBuckets(
                new DirectoryObjectStore(history.resolve("releases")),
                new DirectoryObjectStore(history.resolve("nightly")));
        try (RevisionOutbox queue =
                new RevisionOutbox(database, buckets, HistoryOptions.defaults(), new NoListener(), Clock.systemUTC())) {
            state.rows("releases").forEach(row -> requireRevisions(queue, text(row, "name"), row));
            state.rows("releases_json").forEach(row -> requireRevisions(queue, text(row, "name"), row));
            state.rows("release_assets")
                    .forEach(row -> requireRevisions(queue, text(row, "name") + "-" + text(row, "path"), row));
        }
        return state;
    }

    Stream<JsonNode> rows(String table) {
        return Objects.requireNonNull(tables.get(table), table).valueStream();
    }

    private void requireWholeScheduledChanges(String entity) {
        String table = entity + "_scheduled_changes";
        requireHistory(table, List.of("sc_id"));
        requireHistory(table + "_conditions", List.of("sc_id"));
        assertThat(versions(table + "_conditions"))
                .as("conditions of %s", table)
                .isEqualTo(versions(table));
    }

    private List<String> versions(String table) {
        return rows(table)
                .map(row -> row.get("sc_id") + " at version " + row.get("data_version"))
                .sorted()
                .toList();
    }

    private void requireHistory(String table, List<String> key) {
        rows(table).forEach(row -> {
            List<JsonNode> history = rows(table + "_history")
                    .filter(state -> state.has("data_version"))
                    .filter(state ->
                            key.stream().allMatch(column -> row.path(column).equals(state.path(column))))
                    .sorted(Comparator.comparingInt(
                            state -> state.get("change_id").asInt()))
                    .toList();
            assertThat(history)
                    .extracting(state -> state.get("data_version").asInt())
                    .as("history of %s in %s", row, table)
                    .containsExactlyElementsOf(upTo(row));
            ObjectNode last = (ObjectNode) history.getLast().deepCopy();
            last.remove(List.of("change_id", "changed_by", "timestamp"));
            assertThat(last).as("newest in the history of %s", table).isEqualTo(row);
        });
    }

    private static void requireRevisions(RevisionOutbox queue, String identifier, JsonNode row) {
        List<RevisionInfo> revisions = queue.revisions(identifier).stream()
                .filter(revision -> revision.dataVersion() != null)
                .toList();
        assertThat(revisions.reversed())
                .extracting(RevisionInfo::dataVersion)
                .as("history of %s", identifier)
                .containsExactlyElementsOf(upTo(row));
        byte[] newest = queue.content(identifier, revisions.getFirst()).orElseThrow();
        assertThat(JsonMapper.shared().readTree(newest)).isEqualTo(row.get("data"));
    }

    private static List<Integer> upTo(JsonNode row) {
        return IntStream.rangeClosed(1, row.get("data_version").asInt()).boxed().toList();
    }

    private static String text(JsonNode row, String column) {
        return row.get(column).asString();
    }

    private record NoListener() implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }
}
