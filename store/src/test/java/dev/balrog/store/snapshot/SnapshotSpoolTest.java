// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import static dev.balrog.store.jooq.Tables.RULES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.transfer.DataSetReader;
import dev.balrog.store.transfer.DataSetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSpoolTest {
    private static final String STATE = """
            {
              "rules": [
                {"rule_id": 1, "update_type": "minor", "priority": 1, "mapping": "Split", "data_version": 1},
                {"rule_id": 2, "update_type": "minor", "priority": 2, "mapping": "Bad", "data_version": 1},
                {"rule_id": 3, "update_type": "minor", "priority": 2, "mapping": "Worse", "data_version": 1}],
              "emergency_shutoffs": [{"product": "Firefox", "channel": "nightly", "data_version": 1}],
              "pinnable_releases": [
                {"product": "Firefox", "channel": "release", "version": "1.", "mapping": "Whole", "data_version": 1}],
              "releases": [
                {"name": "Whole", "product": "Firefox", "data_version": 1,
                 "data": {"name": "Whole", "schema_version": 1,
                          "platforms": {"p": {"locales": {"de": {"buildID": "1"}}}}}},
                {"name": "Source", "product": "Firefox", "data_version": 1,
                 "data": {"name": "Source", "schema_version": 77,
                          "platforms": {"p": {"locales": {"de": {"buildID": "2"}}}}}},
                {"name": "Bad", "product": "Firefox", "data_version": 1, "data": {"name": "Bad", "schema_version": 77}}],
              "releases_json": [
                {"name": "Split", "product": "Firefox", "data_version": 1,
                 "data": {"name": "Split", "schema_version": 9}}],
              "release_assets": [
                {"name": "Split", "path": ".platforms.p.locales.de", "data_version": 1,
                 "data": {"buildID": "3", "partials": [{"from": "Source", "filesize": 1, "hashValue": "x"}]}},
                {"name": "Worse", "path": ".a", "data_version": 1, "data": 1},
                {"name": "Worse", "path": ".a.b", "data_version": 1, "data": 1}]
            }
            """;

    @TempDir
    private Path directory;

    private Database database;
    private SnapshotLoader loader;

    @BeforeEach
    void fill() {
        database = TestDatabases.create(Kind.SQLITE, directory);
        TestDatabases.fill(database, RowCodec.JSON.readTree(STATE));
        loader = new SnapshotLoader(database, _ -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        Path place = directory.resolve("new/spool");
        new SnapshotSpool(place).write(loader.load());
        Snapshot snapshot = new SnapshotSpool(place).read().orElseThrow();
        assertThat(snapshot.rules().size()).isEqualTo(3);
        assertThat(snapshot.isShutOff("Firefox", "nightly")).isTrue();
        assertThat(snapshot.pinMapping("Firefox", "release", "1.")).isEqualTo("Whole");
        assertThat(snapshot.releaseCount()).isEqualTo(2);
        assertThat(requireNonNull(snapshot.release("Split")).product()).isEqualTo("Firefox");
        assertThat(snapshot.release("Whole")).isNotNull();
        assertThat(requireNonNull(snapshot.builds("Source")).contains("2", List.of("p"), "de"))
                .isTrue();
    }

    @Test
    void aSpoolIsAlsoADataSet() {
        SnapshotSpool spool = new SnapshotSpool(directory);
        spool.write(loader.load());
        try (Database other = TestDatabases.create(Kind.SQLITE, directory)) {
            new DataSetReader(other).read(directory.resolve("snapshot.jsonl.gz"), false, _ -> {});
            assertThat(new SnapshotLoader(other, _ -> {}).load().snapshot().releaseCount())
                    .isEqualTo(2);
        }
    }

    @Test
    void anEmptySpoolHasNone() {
        assertThat(new SnapshotSpool(directory).read()).isEmpty();
    }

    @Test
    void theLastOneCounts() {
        SnapshotSpool spool = new SnapshotSpool(directory);
        spool.write(loader.load());
        addRule();
        spool.write(loader.load());
        assertThat(spool.read().orElseThrow().rules().size()).isEqualTo(4);
    }

    @Test
    void theOneBeforeCountsWhenTheLastIsDamaged() throws IOException {
        SnapshotSpool spool = new SnapshotSpool(directory);
        spool.write(loader.load());
        addRule();
        spool.write(loader.load());
        Path newest = directory.resolve("snapshot.jsonl.gz");
        byte[] good = Files.readAllBytes(newest);
        for (int at = 0; at < good.length; at += 7) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x15;
            Files.write(newest, damaged, StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(spool.read())
                    .hasValueSatisfying(
                            snapshot -> assertThat(snapshot.rules().size()).isBetween(3, 4));
        }
        Files.write(newest, Arrays.copyOf(good, good.length / 2));
        assertThat(spool.read().orElseThrow().rules().size()).isEqualTo(3);
        Files.delete(newest);
        assertThat(spool.read().orElseThrow().rules().size()).isEqualTo(3);
    }

    @Test
    void anExportOfTheWholeDatabaseIsNoSnapshot() {
        Path file = directory.resolve("whole.jsonl");
        new DataSetWriter(database).write(DataSetScope.WHOLE, file, _ -> {});
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SnapshotSpool.readFile(file))
                .withMessageContaining("LIVE");
    }

    @Test
    void aPlaceThatIsNoDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new SnapshotSpool(file))
                .withMessageContaining("The spool directory " + file + " can't be written to");
    }

    private void addRule() {
        database.write(sql -> sql.insertInto(RULES, RULES.UPDATE_TYPE, RULES.DATA_VERSION)
                .values("minor", 1)
                .execute());
    }
}
