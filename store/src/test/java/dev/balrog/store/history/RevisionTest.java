// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTest {
    @Test
    void anInsertIsTwoObjects() {
        assertThat(Revision.ofInsert("Firefox-1", 1, 1700, "bob", "{}"))
                .extracting(Revision::objectName, Revision::content)
                .containsExactly(tuple("Firefox-1/None-1699-bob.json", ""), tuple("Firefox-1/1-1700-bob.json", "{}"));
    }

    @Test
    void updatesAndDeletionsAreOneObject() {
        Revision update = Revision.ofUpdate("a", 7, 1700, "bob@example.com", "{}");
        assertThat(update.objectName()).isEqualTo("a/7-1700-bob@example.com.json");
        assertThat(update.content()).isEqualTo("{}");
        Revision deletion = Revision.ofDelete("a", 7, 1800, "bob");
        assertThat(deletion.objectName()).isEqualTo("a/7-1800-bob.json");
        assertThat(deletion.content()).isEmpty();
    }

    @Test
    void assetsGoByNameAndPath() {
        assertThat(Revision.identifierOfAsset("Firefox-56.0-build1", ".platforms.Linux.locales.de"))
                .isEqualTo("Firefox-56.0-build1-.platforms.Linux.locales.de");
    }

    @Test
    void nightliesAreKeptApart() {
        assertThat(Revision.ofDelete("Firefox-mozilla-central-nightly-latest", 1, 1, "bob")
                        .bucket())
                .isEqualTo(HistoryBucket.NIGHTLY);
        assertThat(Revision.ofDelete("Firefox-Nightly", 1, 1, "nightly@example.com")
                        .bucket())
                .isEqualTo(HistoryBucket.RELEASES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "a-1-2-b", "None-1-x.json", "a/b\nc", ""})
    void namesOfObjectsCanBeReadBack(String user) {
        for (RevisionInfo info : List.of(new RevisionInfo(null, 12, user), new RevisionInfo(3, 1700, user))) {
            assertThat(RevisionInfo.parse("a/b-1", info.objectName("a/b-1"))).hasValue(info);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"startuptest", "a/1-2-bob", "a/x-2-bob.json", "a/1-bob.json", "b/1-2-bob.json", "a/b/1-2-c.json"
            })
    void otherNamesAreOfNoRevision(String name) {
        assertThat(RevisionInfo.parse("a", name)).isEqualTo(Optional.empty());
    }

    @Test
    void theNewestIsFirst() {
        RevisionInfo none = new RevisionInfo(null, 10, "bob");
        RevisionInfo first = new RevisionInfo(1, 10, "bob");
        RevisionInfo second = new RevisionInfo(2, 11, "alice");
        assertThat(List.of(none, first, second).stream().sorted(RevisionInfo.NEWEST_FIRST))
                .containsExactly(second, first, none);
    }
}
