// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every object store has to do; tests of an implementation extend it. */
public abstract class ObjectStoreContract {
    static final List<String> ODD_NAMES = List.of(
            "Firefox 1.0: 100% + 50%25/1-2-bob@example.com.json",
            "Größe/äöü/日本語-😀.json",
            "a/~x!$&'()*,;=?#[]\"<>|\\^`{}/%2F.json",
            "../a/../b/./c//1.json",
            "release.json/1-2-bob.json",
            "long/" + "n".repeat(300) + "/" + "ü%".repeat(100) + ".json");

    /** The store under test; empty at the beginning of each test. */
    protected abstract ObjectStore store();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void givesBackWhatWasPut() {
        store().put("Firefox-1/1-2-bob.json", bytes("{\"ü\": 1}"));
        assertThat(store().get("Firefox-1/1-2-bob.json")).hasValue(bytes("{\"ü\": 1}"));
        assertThat(store().get("Firefox-1/1-2-bo")).isEmpty();
        assertThat(store().get("Firefox-1")).isEmpty();
        assertThat(store().get("other/1-2-bob.json")).isEmpty();
    }

    @Test
    void putsEmptyObjects() {
        store().put("a/None-1-bob.json", new byte[0]);
        assertThat(store().get("a/None-1-bob.json")).hasValue(new byte[0]);
    }

    @Test
    void putsObjectsOfSomeMegabytes() {
        byte[] large = bytes("0123456789".repeat(500_000));
        store().put("large/1-2-bob.json", large);
        assertThat(store().get("large/1-2-bob.json")).hasValue(large);
    }

    @Test
    void replacesAnObjectOfTheSameName() {
        store().put("a/1.json", bytes("one"));
        store().put("a/1.json", bytes("two"));
        assertThat(store().get("a/1.json")).hasValue(bytes("two"));
        assertThat(store().list("a/")).containsExactly("a/1.json");
    }

    @Test
    void listsWhatBeginsWithAPrefix() {
        for (String name : List.of("b/10-1-x", "b/1-1-x", "b/1/deep", "B/1-1-x", "ba/1-1-x", "c")) {
            store().put(name, bytes(name));
        }
        assertThat(store().list("b/1-")).containsExactly("b/1-1-x");
        assertThat(store().list("b/1")).containsExactly("b/1-1-x", "b/1/deep", "b/10-1-x");
        assertThat(store().list("b")).containsExactly("b/1-1-x", "b/1/deep", "b/10-1-x", "ba/1-1-x");
        assertThat(store().list("")).hasSize(6).isSorted();
        assertThat(store().list("nothing/here/")).isEmpty();
    }

    @Test
    void listsMoreThanFitIntoOneAnswer() {
        List<String> names =
                IntStream.range(1000, 2100).mapToObj(i -> "many/" + i).toList();
        CompletableFuture.allOf(names.stream()
                        .map(name -> CompletableFuture.runAsync(() -> store().put(name, bytes(name))))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        assertThat(store().list("many/")).isEqualTo(names);
    }

    @ParameterizedTest
    @FieldSource("ODD_NAMES")
    void takesOddNames(String name) {
        store().put(name, bytes(name));
        assertThat(store().get(name)).hasValue(bytes(name));
        assertThat(store().list("")).containsExactly(name);
        assertThat(store().list(name.substring(0, name.lastIndexOf('/') + 1))).containsExactly(name);
        assertThat(store().list(name)).containsExactly(name);
    }
}
