// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected ObjectStore store() {
        return new DirectoryObjectStore(directory.resolve("root"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void filesAreCalledAsTheObjects() throws IOException {
        store().put("Firefox 1:2/1-2-bob@example.com.json", new byte[1]);
        store().put("x-.platforms.Linux_x86-gcc3.locales.de/None-1-bob.json", new byte[1]);
        assertThat(files())
                .containsExactly(
                        "root/Firefox 1:2/1-2-bob@example.com.json",
                        "root/x-.platforms.Linux_x86-gcc3.locales.de/None-1-bob.json");
    }

    @Test
    void whatFileSystemsDoNotTakeIsEscaped() throws IOException {
        store().put("ü%\0/.json/x", new byte[1]);
        assertThat(files()).containsExactly("root/%C3%BC%25%00/%2Ejson/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/x",
                "a/../../x",
                "./x",
                "..",
                ".",
                "",
                "/",
                "a//b/",
                "%2E%2E/x",
                "%_",
                "%~/x",
                "a\nb\t\0"
            })
    void noNameLeadsOutOfTheDirectory(String name) throws IOException {
        store().put(name, new byte[] {1});
        assertThat(store().get(name)).hasValue(new byte[] {1});
        assertThat(store().list("")).containsExactly(name);
        assertThat(files()).hasSize(1).allSatisfy(file -> assertThat(file).startsWith("root/"));
    }

    @Test
    void anObjectIsNotInTheWayOfAReleaseThatIsCalledLikeIt() {
        store().put("a/1-2-bob.json", new byte[] {1});
        store().put("a/1-2-bob.json/1-2-bob.json", new byte[] {2});
        assertThat(store().get("a/1-2-bob.json")).hasValue(new byte[] {1});
        assertThat(store().get("a/1-2-bob.json/1-2-bob.json")).hasValue(new byte[] {2});
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> store().put("a\ud800", new byte[0]));
    }

    @Test
    void otherFilesAreNoObjects() throws IOException {
        store().put("a/1.json", new byte[0]);
        Files.writeString(directory.resolve("root/a/" + ObjectFileNames.NO_OBJECT + "left over"), "half");
        Files.writeString(directory.resolve("root/a/50%.txt"), "not escaped");
        assertThat(store().list("")).containsExactly("a/1.json");
    }

    @Test
    void aFileInThePlaceOfADirectoryIsReported() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> new DirectoryObjectStore(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("can't be created");
        ObjectStore store = store();
        Files.writeString(directory.resolve("root/a"), "");
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.put("a/1.json", new byte[0]))
                .withMessageContaining("can't be written to");
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> store.get("a/1.json"));
    }

    @Test
    void aMissingDirectoryIsReportedRatherThanTakenForEmpty() throws IOException {
        ObjectStore store = store();
        Files.delete(directory.resolve("root"));
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.get("a"))
                .withMessageEndingWith("root does not exist");
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> store.list("a"));
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsReported() throws IOException {
        ObjectStore store = store();
        Path root = directory.resolve("root");
        Assumptions.assumeTrue(root.toFile().setWritable(false));
        Assumptions.assumeFalse(Files.isWritable(root), "the administrator may write anywhere");
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.put("a/1.json", new byte[0]))
                .withMessageContaining("AccessDenied");
        assertThat(root.toFile().setWritable(true)).isTrue();
        store.put("a/1.json", new byte[0]);
    }

    @Test
    void describesItself() {
        assertThat(store().description()).isEqualTo("file://" + directory.resolve("root") + "/");
    }
}
