// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DataSetCommandsTest {
    @TempDir
    private Path directory;

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private String uri(String file) {
        return "sqlite:///" + path(file);
    }

    private static Run succeed(String... arguments) {
        Run run = Run.balrog(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private static List<String> sortedRows(Path dataSet) throws IOException {
        List<String> lines = Files.readAllLines(dataSet);
        return lines.subList(1, lines.size() - 1).stream().sorted().toList();
    }

    @Test
    void importWhatWasGeneratedAndExportItAgain() throws IOException {
        String generated =
                succeed("generate", "demo", path("sample.jsonl"), "--locales=2").out();
        assertThat(generated).matches("Wrote [0-9,]+ rows to " + path("sample.jsonl") + "\\.\n");
        succeed("db", "upgrade", "--database", uri("a.db"));
        String imported = succeed("import", path("sample.jsonl"), "--database", uri("a.db"))
                .out();
        assertThat(imported)
                .isEqualTo(generated
                        .replace("Wrote", "Imported")
                        .replace(
                                " to " + path("sample.jsonl"),
                                " from " + path("sample.jsonl") + " into " + uri("a.db")));
        succeed("export", path("whole.jsonl"), "--database", uri("a.db"));
        assertThat(sortedRows(directory.resolve("whole.jsonl")))
                .hasSameSizeAs(sortedRows(directory.resolve("sample.jsonl")));

        succeed("db", "upgrade", "--database", uri("b.db"));
        succeed("import", path("whole.jsonl"), "--database", uri("b.db"));
        succeed("export", path("again.jsonl.gz"), "--database", uri("b.db"));
        try (GZIPInputStream again = new GZIPInputStream(Files.newInputStream(directory.resolve("again.jsonl.gz")))) {
            assertThat(again).hasSameContentAs(Files.newInputStream(directory.resolve("whole.jsonl")));
        }
    }

    @Test
    void exportWhatIsLive() throws IOException {
        succeed("generate", "small", path("sample.jsonl"), "--locales=1", "--releases=200");
        succeed("db", "upgrade", "--database", uri("a.db"));
        succeed("import", path("sample.jsonl"), "--database", uri("a.db"));
        succeed("export", path("live.jsonl"), "--live", "--database", uri("a.db"));
        assertThat(sortedRows(directory.resolve("live.jsonl")))
                .anyMatch(row -> row.startsWith("{\"table\":\"rules\""))
                .noneMatch(row -> row.contains("_history\""))
                .hasSizeLessThan(sortedRows(directory.resolve("sample.jsonl")).size());
    }

    @Test
    void writeTheSameSampleEachTime() {
        succeed("generate", "DEMO", path("a.jsonl"), "--locales=2");
        succeed("generate", "demo", path("b.jsonl"), "--locales=2");
        succeed("generate", "demo", path("c.jsonl"), "--locales=2", "--seed=2");
        assertThat(directory.resolve("a.jsonl")).hasSameTextualContentAs(directory.resolve("b.jsonl"));
        assertThat(sizeOf("c.jsonl")).isPositive();
        assertThat(directory.resolve("c.jsonl")).content().isNotEqualTo(contentOf("a.jsonl"));
    }

    private long sizeOf(String file) {
        return directory.resolve(file).toFile().length();
    }

    private String contentOf(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void sayInOneLineWhatIsWrong() throws IOException {
        succeed("db", "upgrade", "--database", uri("a.db"));
        Files.writeString(directory.resolve("text"), "no data set\n");

        assertFails(1, "there is no file", "import", path("missing"), "--database", uri("a.db"));
        assertFails(1, "not a data set", "import", path("text"), "--database", uri("a.db"));
        assertFails(1, "run balrog db upgrade", "import", path("text"), "--database", uri("fresh.db"));
        assertFails(1, "can't be written", "export", path("missing/file"), "--database", uri("a.db"));
        assertFails(1, "can't be written", "generate", "demo", path("missing/file"));
        assertFails(2, "1 to 100 locales", "generate", "demo", path("file"), "--locales=101");
        assertFails(2, "DEMO, SMALL, LARGE", "generate", "huge", path("file"));
        assertFails(2, "FILE", "import", "--database", uri("a.db"));
    }

    @Test
    void replaceRowsOnlyWhenTold() {
        succeed("generate", "demo", path("sample.jsonl"), "--locales=1");
        succeed("db", "upgrade", "--database", uri("a.db"));
        succeed("import", path("sample.jsonl"), "--database", uri("a.db"));
        assertFails(1, "not empty", "import", path("sample.jsonl"), "--database", uri("a.db"));
        succeed("import", path("sample.jsonl"), "--replace", "--database", uri("a.db"));
    }

    private static void assertFails(int exitCode, String message, String... arguments) {
        Run run = Run.balrog(arguments);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err()).startsWith("balrog " + arguments[0] + ": ").containsIgnoringCase(message);
    }
}
