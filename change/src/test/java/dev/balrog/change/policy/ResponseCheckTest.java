// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finding 1: no release is stored whose responses no client could take. */
class ResponseCheckTest {
    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final String UNSAFE = "5\\u0001";
    private static final GovernanceSettings SETTINGS = GovernanceSettings.of(
            DomainAllowlist.of(json("{'good.test': ['P'], 'paths.test': {'/ok/.*': ['P']}}")), Set.of());

    @TempDir
    private Path directory;

    private static ObjectNode release(String name, String displayVersion) {
        return json("""
                {'name': '%s', 'schema_version': 9, 'hashFunction': 'sha512', 'appVersion': '5.0',
                 'displayVersion': '%s', 'platforms': {'Linux/x': {'buildID': '20240101000000', 'locales': {}}}}
                """.formatted(name, displayVersion));
    }

    private static ObjectNode build(String url, String size) {
        return json("{'completes': [{'from': '*', 'filesize': %s, 'hashValue': '%s', 'fileUrl': '%s'}]}"
                .formatted(size, HASH, url));
    }

    private static ObjectNode with(ObjectNode release, String locale, JsonNode build) {
        ObjectNode changed = release.deepCopy();
        ((ObjectNode) changed.path("platforms").path("Linux/x").path("locales")).set(locale, build);
        return changed;
    }

    private static Optional<ReleaseError> error(JsonNode data, @Nullable JsonNode stored) {
        return new ResponseCheck(SETTINGS).error(data, "P", stored);
    }

    @Test
    void tellsThePlatformAndLocale() {
        ObjectNode good = with(release("R", "5"), "de", build("https://good.test/a.mar", "5"));
        assertThat(error(good, null)).isEmpty();
        assertThat(error(with(release("R", UNSAFE), "de", build("https://good.test/a.mar", "5")), null))
                .map(ReleaseError::path)
                .contains("/platforms/Linux~1x/locales/de");
    }

    @Test
    void refusesWhatClientsDiscardUnderStrictChecksOnly() {
        ObjectNode useless = with(release("R", "5"), "de", build("https://good.test/a.mar", "0"));
        assertThat(error(useless, null)).isPresent();
        GovernanceSettings compatible = SETTINGS.withContentChecks(ContentChecks.COMPATIBLE);
        assertThat(new ResponseCheck(compatible).error(useless, "P", null)).isEmpty();
        ObjectNode unsafe = with(release("R", UNSAFE), "de", build("https://good.test/a.mar", "5"));
        assertThat(new ResponseCheck(compatible).error(unsafe, "P", null)).isPresent();
    }

    @Test
    void storesBuildsWhoseFilesAreYetToCome() {
        assertThat(error(with(release("R", "5"), "de", json("{'buildID': '20240101000000'}")), null))
                .isEmpty();
    }

    @Test
    void looksOnlyAtWhatChanges() {
        ObjectNode stored = with(release("R", "5"), "de", build("https://good.test/a.mar", "0"));
        ObjectNode more = with(stored, "fr", build("https://good.test/fr.mar", "5"));
        assertThat(error(more, stored)).isEmpty();
        assertThat(error(with(stored, "fr", build("https://good.test/fr.mar", "0")), stored))
                .map(ReleaseError::path)
                .contains("/platforms/Linux~1x/locales/fr");
        // Another version of the whole release concerns all of its locales.
        assertThat(error(stored.deepCopy().put("displayVersion", UNSAFE.replace("\\u0001", "\u0001")), stored))
                .map(ReleaseError::path)
                .contains("/platforms/Linux~1x/locales/de");
        ObjectNode movedPlatform = stored.deepCopy();
        ((ObjectNode) movedPlatform.path("platforms").path("Linux/x")).put("buildID", "2");
        assertThat(error(movedPlatform, stored)).isPresent();
    }

    /** Whole releases and releases in parts, added and changed. */
    @Test
    void nothingIsStoredThatHasUnsafeResponses() {
        ObjectNode unsafe = with(release("R", UNSAFE), "de", json("{}"));
        ObjectNode safe = with(release("R", "5"), "de", json("{}"));
        Database database = TestDatabases.create(Kind.SQLITE, directory);
        try (EngineOn engine = new EngineOn(
                database, directory, Set.of(), settings -> settings.withContentChecks(ContentChecks.COMPATIBLE))) {
            TestDatabases.fill(
                    database, json("{'permissions': [{'username': 'ada', 'permission': 'admin', 'data_version': 1}]}"));
            JsonNode before = engine.state();
            refused(
                    engine,
                    transaction -> transaction.insert(
                            Entity.RELEASES,
                            Row.of(NAME, "R").with(PRODUCT, "P").with(DATA, unsafe)));
            refused(
                    engine,
                    transaction -> new SplitReleases(transaction).set("R", unsafe, "P", DataVersions.NONE, null));
            assertThat(engine.state()).isEqualTo(before);

            engine.engine()
                    .write(
                            "ada",
                            transaction -> transaction.insert(
                                    Entity.RELEASES,
                                    Row.of(NAME, "R").with(PRODUCT, "P").with(DATA, safe)));
            refused(
                    engine,
                    transaction -> transaction.update(Entity.RELEASES, Row.of(NAME, "R"), Row.of(DATA, unsafe), 1));
            engine.engine()
                    .write(
                            "ada",
                            transaction -> new SplitReleases(transaction)
                                    .set("S", with(release("S", "5"), "de", json("{}")), "P", DataVersions.NONE, null));
            refused(
                    engine,
                    transaction -> new SplitReleases(transaction)
                            .update(
                                    "S",
                                    json("{'platforms': {'Linux/x': {'locales': {'fr': {'displayVersion': '%s'}}}}}"
                                            .formatted(UNSAFE)),
                                    DataVersions.NONE,
                                    null));
        }
    }

    private static void refused(EngineOn engine, Consumer<Transaction> work) {
        assertThatExceptionOfType(ChangeRejectedException.class)
                .isThrownBy(() -> engine.engine().write("ada", transaction -> {
                    work.accept(transaction);
                    return transaction;
                }))
                // Whichever check comes first: that of the content, or that of the responses made of it.
                .satisfies(refused -> assertThat(refused.rejection())
                        .isInstanceOfAny(ChangeRejection.UnsoundRelease.class, ChangeRejection.InvalidRelease.class));
    }
}
