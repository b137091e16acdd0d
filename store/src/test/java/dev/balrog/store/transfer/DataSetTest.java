// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.transfer;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.Sha256;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.JsonColumns;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.dataset.DataSetScope;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.schema.ReferenceTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
class DataSetTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"SQLITE, SQLITE", "MARIADB, MARIADB", "SQLITE, MARIADB", "MARIADB, SQLITE"})
    void everyTableSurvivesTheRoundTrip(Kind from, Kind to) throws IOException {
        Path first = directory.resolve("first.jsonl");
        Path second = directory.resolve("second.jsonl.gz");
        try (Database source = TestDatabases.create(from, directory);
                Database target = TestDatabases.create(to, directory)) {
            fillEveryTable(source);
            long rows = new DataSetWriter(source).write(DataSetScope.WHOLE, first, _ -> {});
            assertThat(rows).isEqualTo(ReferenceTables.shared().size() * 2L);
            assertThat(new DataSetReader(target).read(first, false, _ -> {})).isEqualTo(rows);
            assertThat(new DataSetWriter(target).write(DataSetScope.WHOLE, second, _ -> {}))
                    .isEqualTo(rows);
        }
        assertThat(text(second)).isEqualTo(Files.readString(first));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonSurvivesAsWell(Kind kind) {
        Path file = directory.resolve("set.jsonl");
        List<String> texts = List.of(
                "{\"a\": 1.10, \"b\": 12345678901234567890.125, \"c\": \"\\u00e9\"}",
                "{\n  \"a\": 1\n}",
                "{",
                "",
                "1 2");
        try (Database source = TestDatabases.create(kind, directory);
                Database target = TestDatabases.create(kind, directory)) {
            source.write(sql -> {
                for (int i = 0; i < texts.size(); i++) {
                    sql.insertInto(RELEASES, RELEASES.NAME, RELEASES.PRODUCT, RELEASES.DATA, RELEASES.DATA_VERSION)
                            .values("r" + i, "p", texts.get(i), 1)
                            .execute();
                }
                return 0;
            });
            new DataSetWriter(source).write(DataSetScope.WHOLE, file, _ -> {});
            new DataSetReader(target).read(file, false, _ -> {});
            List<String> found = target.read(sql -> sql.select(RELEASES.DATA)
                    .from(RELEASES)
                    .orderBy(RELEASES.NAME)
                    .fetch(RELEASES.DATA));
            assertThat(RowCodec.JSON.readTree(found.get(0))).isEqualTo(RowCodec.JSON.readTree(texts.get(0)));
            assertThat(found.get(1)).isEqualTo("{\"a\":1}");
            assertThat(found.subList(2, 5)).isEqualTo(texts.subList(2, 5));
        }
    }

    @Test
    void theLiveScopeHoldsWhatAnswersDependOn() throws IOException {
        Path file = directory.resolve("live.jsonl");
        try (Database source = TestDatabases.create(Kind.SQLITE, directory);
                Database target = TestDatabases.create(Kind.SQLITE, directory)) {
            TestDatabases.fill(source, RowCodec.JSON.readTree("""
                    {
                      "rules": [{"rule_id": 1, "update_type": "minor", "mapping": "A", "data_version": 1}],
                      "rules_history": [{"change_id": 1, "changed_by": "b", "timestamp": 1, "rule_id": 1}],
                      "product_req_signoffs": [
                        {"product": "p", "channel": "c", "role": "r", "signoffs_required": 1, "data_version": 1}],
                      "releases": [
                        {"name": "A", "product": "p", "data_version": 1, "data": {"name": "A", "schema_version": 50}},
                        {"name": "B", "product": "p", "data_version": 1, "data": {"name": "B", "schema_version": 50}}]
                    }
                    """));
            assertThat(new DataSetWriter(source).write(DataSetScope.LIVE, file, _ -> {}))
                    .isEqualTo(3);
            assertThat(text(file))
                    .contains("\"LIVE\"", "product_req_signoffs")
                    .doesNotContain("\"B\"", "rules_history");
            assertThat(new DataSetReader(target).read(file, false, _ -> {})).isEqualTo(3);
        }
    }

    @Test
    void aDatabaseThatIsNotEmptyIsOnlyReplacedWhenTold() {
        Path file = directory.resolve("set.jsonl.gz");
        try (Database source = TestDatabases.create(Kind.SQLITE, directory);
                Database target = TestDatabases.create(Kind.SQLITE, directory)) {
            addRule(source, "new");
            addRule(target, "old");
            new DataSetWriter(source).write(DataSetScope.WHOLE, file, _ -> {});
            DataSetReader reader = new DataSetReader(target);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> reader.read(file, false, _ -> {}))
                    .withMessageContaining("not empty")
                    .withMessageContaining("rules");
            assertThat(aliases(target)).containsExactly("old");
            assertThat(reader.read(file, true, _ -> {})).isEqualTo(1);
            assertThat(aliases(target)).containsExactly("new");
        }
    }

    @Test
    void aCounterOfTheHealthCheckDoesNotMakeADatabaseFull() {
        Path file = directory.resolve("set.jsonl");
        try (Database source = TestDatabases.create(Kind.SQLITE, directory)) {
            source.write(sql -> sql.execute("INSERT INTO dockerflow VALUES (1)"));
            new DataSetWriter(source).write(DataSetScope.WHOLE, file, _ -> {});
            assertThat(new DataSetReader(source).read(file, false, _ -> {})).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsImportedOfADamagedFile(Kind kind) throws IOException {
        Path good = directory.resolve("good.jsonl");
        Path packed = directory.resolve("good.jsonl.gz");
        try (Database source = TestDatabases.create(Kind.SQLITE, directory);
                Database target = TestDatabases.create(kind, directory)) {
            addRule(source, "new");
            addRule(target, "old");
            new DataSetWriter(source).write(DataSetScope.WHOLE, good, _ -> {});
            new DataSetWriter(source).write(DataSetScope.WHOLE, packed, _ -> {});
            String text = Files.readString(good);
            List<String> lines = text.lines().toList();
            assertThat(lines).hasSize(3);

            refused(target, "", "line 1: the file is empty");
            refused(target, "hello\n", "line 1: this is not a data set");
            refused(target, "{\"format\": \"other\"}\n", "line 1: this is not a data set");
            refused(target, text.replace("\"version\": 1,", "\"version\": 2,"), "line 1: the data set is of version 2");
            refused(target, text.replace("WHOLE", "PART"), "line 1: the scope has to be one of [WHOLE, LIVE]");
            refused(target, lines.get(0) + "\n" + lines.get(1) + "\n", "line 3: the file is truncated");
            refused(target, text.substring(0, text.length() - 10), "line 3: the file is truncated");
            refused(target, text.replace("\"new\"", "\"odd\""), "line 3: the checksum is wrong");
            refused(
                    target,
                    lines.get(0) + "\n" + lines.get(2) + "\n",
                    "line 2: there are 0 rows, but there should be 1");
            refused(target, text + "{}\n", "line 3: something follows");
            refused(
                    target,
                    text.replace("\"table\":\"rules\"", "\"table\":\"laws\""),
                    "line 2: there is no table \"laws\"");
            refused(target, text.replace("\"alias\"", "\"alien\""), "line 2: the table rules has no column alien");
            refused(target, text.replace("\"new\"", "17"), "line 2: the column alias of the table rules can't hold 17");
            refused(
                    target,
                    sealed(lines.get(0) + "\n" + lines.get(1).replace("\"update_type\":\"minor\",", "") + "\n"),
                    "line 2 to 2: the database rejects");

            byte[] bytes = Files.readAllBytes(packed);
            for (int length = 0; length < bytes.length; length++) {
                Files.write(directory.resolve("bad"), Arrays.copyOf(bytes, length));
                refused(target);
            }
            assertThat(aliases(target)).containsExactly("old");
        }
    }

    @Test
    void aMissingFileIsNamed() {
        try (Database target = TestDatabases.create(Kind.SQLITE, directory)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new DataSetReader(target).read(directory.resolve("none"), false, _ -> {}))
                    .withMessage("There is no file " + directory.resolve("none"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new DataSetWriter(target)
                            .write(DataSetScope.WHOLE, directory.resolve("none").resolve("set.jsonl"), _ -> {}))
                    .withMessageContaining("can't be written");
        }
    }

    @Test
    void anOldFileStaysWhenTheExportFails() throws IOException {
        Path file = Files.writeString(directory.resolve("set.jsonl"), "old");
        try (Database empty = new Database(TestDatabases.uri(Kind.SQLITE, directory), DatabaseOptions.forWriting())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new DataSetWriter(empty).write(DataSetScope.WHOLE, file, _ -> {}));
        }
        assertThat(file).hasContent("old");
        assertThat(directory.resolve("set.jsonl.part")).doesNotExist();
    }

    @Test
    void progressIsTold() {
        Path file = directory.resolve("set.jsonl");
        List<Long> told = new ArrayList<>();
        try (Database source = TestDatabases.create(Kind.SQLITE, directory);
                Database target = TestDatabases.create(Kind.SQLITE, directory)) {
            for (int i = 0; i < 3; i++) {
                addRule(source, "r" + i);
            }
            new DataSetWriter(source).write(DataSetScope.WHOLE, file, told::add);
            assertThat(told).last().isEqualTo(3L);
            told.clear();
            new DataSetReader(target).read(file, false, told::add);
            assertThat(told).last().isEqualTo(3L);
        }
    }

    private void refused(Database target, String text, String reason) throws IOException {
        Files.writeString(directory.resolve("bad"), text);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new DataSetReader(target).read(directory.resolve("bad"), true, _ -> {}))
                .withMessageContaining(reason)
                .withMessageContaining("bad, line ");
    }

    /** Adds the last line for one row. */
    private static String sealed(String lines) {
        byte[] digest = Sha256.newDigest().digest(lines.getBytes(StandardCharsets.UTF_8));
        return lines + "{\"rows\": 1, \"sha256\": \"" + HexFormat.of().formatHex(digest) + "\"}\n";
    }

    private void refused(Database target) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new DataSetReader(target).read(directory.resolve("bad"), true, _ -> {}));
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".gz")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void addRule(Database database, String alias) {
        database.write(sql -> sql.insertInto(RULES, RULES.ALIAS, RULES.UPDATE_TYPE, RULES.DATA_VERSION)
                .values(alias, "minor", 1)
                .execute());
    }

    private static List<String> aliases(Database database) {
        return database.read(sql -> sql.select(RULES.ALIAS).from(RULES).fetch(RULES.ALIAS));
    }

    /** Two rows in each table: one with a value in every column, one with nulls wherever they are allowed. */
    private static void fillEveryTable(Database database) {
        ObjectNode state = RowCodec.JSON.createObjectNode();
        for (Table<?> table : ReferenceTables.shared()) {
            ObjectNode full = RowCodec.JSON.createObjectNode();
            ObjectNode sparse = RowCodec.JSON.createObjectNode();
            for (Field<?> field : table.fields()) {
                put(full, field, 1);
                if (!field.getDataType().nullable()) {
                    put(sparse, field, 2);
                }
            }
            state.putArray(table.getName()).add(full).add(sparse);
        }
        TestDatabases.fill(database, state);
        database.read(sql -> {
            assertThat(ReferenceTables.shared()).allSatisfy(table -> {
                List<? extends Record> rows = sql.fetch(table);
                assertThat(rows).hasSize(2);
            });
            return 0;
        });
    }

    private static void put(ObjectNode row, Field<?> field, int number) {
        if (JsonColumns.isJson(field)) {
            row.putObject(field.getName()).put("ü", number).put("decimal number", 0.1);
        } else if (field.getType() == String.class) {
            row.put(field.getName(), number + " é😀\"\n");
        } else if (field.getType() == Boolean.class) {
            row.put(field.getName(), number == 1);
        } else if (field.getType() == Long.class) {
            row.put(field.getName(), 1_600_000_000_000L + number);
        } else {
            row.put(field.getName(), number);
        }
    }
}
