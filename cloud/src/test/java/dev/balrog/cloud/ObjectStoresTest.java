// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.ObjectStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoresTest {
    private static final Map<String, String> EMULATOR = Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:1");

    @TempDir
    private Path directory;

    @Test
    void aDirectoryIsMade() {
        Path made = directory.resolve("a b/c");
        try (ObjectStore store = ObjectStores.open(made.toUri().toString(), Map.of())) {
            assertThat(store).isInstanceOf(DirectoryObjectStore.class);
            assertThat(made).isDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "my-history.example.com, gs://my-history.example.com",
        "gs://my_history, gs://my_history",
        "gs://history/, gs://history",
        "gs://history/a/b, gs://history/a/b/"
    })
    void aPlainNameIsABucketOfGoogle(String uri, String description) {
        try (ObjectStore store = ObjectStores.open(uri, EMULATOR)) {
            assertThat(store.description()).isEqualTo(description);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://history",
                "gs:history",
                "s3:history",
                "a/b",
                "file://host/x",
                "file:relative",
                "file:///a b"
            })
    void somethingElseIsRefusedWithWhatWouldBeRight(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open(uri, EMULATOR))
                .withMessageContaining("gs://bucket[/prefix], s3://bucket[/prefix], or file:///directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ab", "Upper", "s3://key:secret@bucket", "gs://", "gs://-abc", "s3:///prefix"})
    void namesThatNoBucketHasAreRefusedWithoutRepeatingThem(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open(uri, EMULATOR))
                .withMessageStartingWith("The name of a bucket has at least three characters")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("secret"));
    }
}
