// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.comment;

import static dev.balrog.change.EngineOn.json;
import static dev.balrog.change.SignoffWorld.ADA;
import static dev.balrog.change.SignoffWorld.AGENT;
import static dev.balrog.change.SignoffWorld.BOB;
import static dev.balrog.change.SignoffWorld.CYD;
import static dev.balrog.change.SignoffWorld.DEE;
import static dev.balrog.change.SignoffWorld.EVE;
import static dev.balrog.change.SignoffWorld.LATER;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.change.EngineOn;
import dev.balrog.change.SignoffWorld;
import dev.balrog.change.Transaction;
import dev.balrog.change.history.EventQuery;
import dev.balrog.change.history.HistoryCursor;
import dev.balrog.change.history.HistoryEvent;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleaseView;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.ChangeComment.Resolution;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments in {@link SignoffWorld}: changes of Firefox's rules for nightly need no signoffs. */
@Tag("slow")
class CommentsTest {
    private static final Row NIGHTLY_RULE = Row.of(RULES.RULE_ID, 2);
    private static final Row SHUT_OFF = Row.of(PRODUCT, "Firefox").with(CHANNEL, "nightly");

    @TempDir
    private Path directory;

    private @Nullable EngineOn opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private EngineOn open(Kind kind) {
        EngineOn engine = new EngineOn(TestDatabases.create(kind, directory), directory, Set.of(AGENT));
        opened = engine;
        SignoffWorld.fill(engine.database());
        return engine;
    }

    private static <T> T make(EngineOn engine, String who, Function<Transaction, T> work) {
        return engine.engine().write(who, work);
    }

    /** Schedules a change of the rule for nightly, which is due at {@code LATER}. */
    private static int schedule(EngineOn engine) {
        return make(
                engine,
                ADA,
                work -> work.schedule(
                                Entity.RULES,
                                ChangeType.UPDATE,
                                work.require(Entity.RULES, NIGHTLY_RULE)
                                        .with(RULES.BACKGROUNDRATE, 50)
                                        .with(WHEN, LATER))
                        .id());
    }

    private static ChangeComment comment(EngineOn engine, String who, int id, boolean requestsChanges) {
        return make(engine, who, work -> work.comment(Entity.RULES, id, 1, "Too fast for a Friday.", requestsChanges));
    }

    private static ChangeRejection rejected(EngineOn engine, String who, Consumer<Transaction> work) {
        var before = engine.state();
        ChangeRejectedException rejected = catchThrowableOfType(
                ChangeRejectedException.class,
                () -> make(engine, who, transaction -> {
                    work.accept(transaction);
                    return true;
                }));
        assertThat(rejected).isNotNull();
        assertThat(engine.state()).isEqualTo(before);
        return rejected.rejection();
    }

    private static void enact(EngineOn engine, int id) {
        make(engine, AGENT, work -> {
            work.enact(Entity.RULES, id);
            return true;
        });
    }

    /** The request is both the reason of the rejection and what agents are told before they try. */
    private static void assertBlocked(EngineOn engine, Entity entity, int id, String... by) {
        assertThat(rejected(engine, AGENT, work -> work.enact(entity, id)))
                .isEqualTo(new ChangeRejection.ChangesRequested(List.of(by)));
        assertThat(obstacle(engine, entity, id)).contains(by).contains("changes");
    }

    private static String obstacle(EngineOn engine, Entity entity, int id) {
        return engine.engine().read(reading -> {
            ScheduledChange change = reading.findScheduled(entity, id).orElseThrow();
            return reading.enactmentObstacle(change, reading.evaluateSignoffs(change), reading.requiredSignoffs(change))
                    .orElse("");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCommentBlocksNothing(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        comment(engine, BOB, id, false);
        comment(engine, AGENT, id, false);
        engine.at(LATER);
        assertThat(obstacle(engine, Entity.RULES, id)).isEmpty();
        enact(engine, id);
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().of(Entity.RULES, id)))
                .extracting(ChangeComment::author)
                .containsExactly(BOB, AGENT);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestBlocksUntilItIsWithdrawn(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        comment(engine, EVE, id, true);
        comment(engine, BOB, id, true);
        comment(engine, BOB, id, true);
        engine.at(LATER);
        assertBlocked(engine, Entity.RULES, id, EVE, BOB);

        assertThat(make(engine, BOB, work -> work.resolve(Entity.RULES, id, 2)).resolution())
                .isEqualTo(new Resolution(BOB, LATER));
        make(engine, BOB, work -> work.resolve(Entity.RULES, id, 3));
        assertBlocked(engine, Entity.RULES, id, EVE);
        make(engine, EVE, work -> work.resolve(Entity.RULES, id, 1));
        assertThat(obstacle(engine, Entity.RULES, id)).isEmpty();
        enact(engine, id);
    }

    @ParameterizedTest
    @EnumSource
    void anAdministratorOfTheProductDismissesARequest(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        comment(engine, EVE, id, true);
        for (String who : List.of(BOB, DEE, AGENT)) {
            assertThat(rejected(engine, who, work -> work.resolve(Entity.RULES, id, 1)))
                    .isInstanceOf(ChangeRejection.PermissionDenied.class);
        }
        engine.at(LATER);
        ChangeComment dismissed = make(engine, CYD, work -> work.resolve(Entity.RULES, id, 1));
        assertThat(dismissed.author()).isEqualTo(EVE);
        assertThat(dismissed.resolution()).isEqualTo(new Resolution(CYD, LATER));
        enact(engine, id);
    }

    @ParameterizedTest
    @EnumSource
    void anAdministratorOfAnotherProductDismissesNothing(Kind kind) {
        EngineOn engine = open(kind);
        int id = make(
                engine,
                ADA,
                work -> work.schedule(
                                Entity.RULES,
                                ChangeType.UPDATE,
                                work.require(Entity.RULES, Row.of(RULES.RULE_ID, 5))
                                        .with(RULES.BACKGROUNDRATE, 50)
                                        .with(WHEN, LATER))
                        .id());
        comment(engine, EVE, id, true);
        assertThat(rejected(engine, CYD, work -> work.resolve(Entity.RULES, id, 1)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        make(engine, ADA, work -> work.resolve(Entity.RULES, id, 1));
    }

    @ParameterizedTest
    @EnumSource
    void anEditOutdatesARequest(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        comment(engine, EVE, id, true);
        make(engine, ADA, work -> work.edit(Entity.RULES, id, Row.of(RULES.BACKGROUNDRATE, 25), 1));
        assertThat(rejected(engine, BOB, work -> work.comment(Entity.RULES, id, 1, "Still?", true)))
                .isInstanceOf(ChangeRejection.Outdated.class);
        make(engine, BOB, work -> work.comment(Entity.RULES, id, 2, "Still.", true));
        engine.at(LATER);
        assertBlocked(engine, Entity.RULES, id, BOB);
        make(engine, BOB, work -> work.resolve(Entity.RULES, id, 2));
        enact(engine, id);
        assertThat(rejected(engine, EVE, work -> work.resolve(Entity.RULES, id, 1))
                        .reason())
                .contains("already completed");
        assertThat(rejected(engine, EVE, work -> work.comment(Entity.RULES, id, 3, "Late.", false))
                        .reason())
                .contains("already completed");
    }

    @ParameterizedTest
    @EnumSource
    void somebodyWithoutPermissionsNeitherCommentsNorBlocks(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        assertThat(rejected(engine, "mal", work -> work.comment(Entity.RULES, id, 1, "No.", false)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
        comment(engine, EVE, id, true);
        for (String permission : List.of("rule", "release")) {
            make(engine, ADA, work -> {
                work.delete(Entity.PERMISSIONS, Row.of(USERNAME, EVE).with(PERMISSIONS.PERMISSION, permission), 1);
                return true;
            });
        }
        engine.at(LATER);
        assertThat(obstacle(engine, Entity.RULES, id)).isEmpty();
        enact(engine, id);
    }

    @ParameterizedTest
    @EnumSource
    void aServiceAccountRequestsNoChanges(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        assertThat(rejected(engine, AGENT, work -> work.comment(Entity.RULES, id, 1, "No.", true)))
                .isInstanceOf(ChangeRejection.PermissionDenied.class);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestBlocksAllPartsOfARelease(Kind kind) {
        EngineOn engine = open(kind);
        make(
                engine,
                ADA,
                work -> new SplitReleases(work)
                        .update(
                                "SplitFree",
                                json("{'detailsUrl': 'https://example.com/',"
                                        + " 'platforms': {'Linux': {'locales': {'de': {'buildID': '7'}}}}}"),
                                SplitReleaseView.dataVersions(work, "SplitFree").orElseThrow(),
                                LATER));
        make(engine, BOB, work -> work.comment(Entity.RELEASES_JSON, 1, 1, "Wrong URL.", true));
        engine.at(LATER);
        assertThat(rejected(engine, AGENT, work -> new SplitReleases(work).enact("SplitFree", SignedParts.ANY)))
                .isEqualTo(new ChangeRejection.ChangesRequested(List.of(BOB)));
        make(engine, BOB, work -> work.resolve(Entity.RELEASES_JSON, 1, 1));
        make(engine, AGENT, work -> {
            new SplitReleases(work).enact("SplitFree", SignedParts.ANY);
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingDelaysAnEmergencyShutoff(Kind kind) {
        EngineOn engine = open(kind);
        int off = make(
                engine,
                ADA,
                work -> work.schedule(
                                Entity.EMERGENCY_SHUTOFFS,
                                ChangeType.INSERT,
                                Row.of(PRODUCT, "Fenix")
                                        .with(CHANNEL, "nightly")
                                        .with(WHEN, LATER))
                        .id());
        assertThat(rejected(engine, BOB, work -> work.comment(Entity.EMERGENCY_SHUTOFFS, off, 1, "Not yet.", true))
                        .reason())
                .contains("cannot be blocked");
        // One that was written by other means.
        engine.database()
                .write(sql -> sql.execute("INSERT INTO balrog_change_comments VALUES ('emergency_shutoffs', " + off
                        + ", 1, 1, 'bob', 1, 'Not yet.', 1, NULL, NULL, 1)"));
        int on = make(
                engine,
                ADA,
                work -> work.schedule(
                                Entity.EMERGENCY_SHUTOFFS,
                                ChangeType.DELETE,
                                work.require(Entity.EMERGENCY_SHUTOFFS, SHUT_OFF)
                                        .with(WHEN, LATER))
                        .id());
        make(engine, BOB, work -> work.comment(Entity.EMERGENCY_SHUTOFFS, on, 1, "Not yet.", true));
        engine.at(LATER);
        make(engine, AGENT, work -> {
            work.enact(Entity.EMERGENCY_SHUTOFFS, off);
            return true;
        });
        assertBlocked(engine, Entity.EMERGENCY_SHUTOFFS, on, BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "a\u0000b", "a\tb", "a\u001bb", "a\u0085b", "a\ud800b"})
    void aTextWithoutLettersOrWithControlCharactersIsRejected(String message) {
        EngineOn engine = open(Kind.SQLITE);
        int id = schedule(engine);
        assertThat(rejected(engine, BOB, work -> work.comment(Entity.RULES, id, 1, message, false)))
                .isInstanceOf(ChangeRejection.Invalid.class);
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsStoredAsItWasWritten(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        String longest = "\ud83e\udd8a".repeat(Comments.MAX_LENGTH);
        assertThat(rejected(engine, BOB, work -> work.comment(Entity.RULES, id, 1, longest + "a", false)))
                .isInstanceOf(ChangeRejection.Invalid.class);
        make(engine, BOB, work -> work.comment(Entity.RULES, id, 1, longest, false));
        make(engine, BOB, work -> work.comment(Entity.RULES, id, 1, " <b>%s</b>\r\n\n'; -- \n", false));
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().of(Entity.RULES, id)))
                .extracting(ChangeComment::message)
                .containsExactly(longest, "<b>%s</b>\n\n'; --");
    }

    @ParameterizedTest
    @EnumSource
    void aCommentNeedsAPendingChangeAndIsResolvedOnce(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        assertThat(rejected(engine, BOB, work -> work.comment(Entity.RULES, id + 1, 1, "Why?", false)))
                .isInstanceOf(ChangeRejection.Missing.class);
        comment(engine, EVE, id, false);
        comment(engine, EVE, id, true);
        assertThat(rejected(engine, EVE, work -> work.resolve(Entity.RULES, id, 1))
                        .reason())
                .contains("does not request changes");
        assertThat(rejected(engine, EVE, work -> work.resolve(Entity.RULES, id, 3)))
                .isInstanceOf(ChangeRejection.Missing.class);
        make(engine, EVE, work -> work.resolve(Entity.RULES, id, 2));
        assertThat(rejected(engine, ADA, work -> work.resolve(Entity.RULES, id, 2))
                        .reason())
                .contains("already resolved by eve");
    }

    @ParameterizedTest
    @EnumSource
    void commentsOnPendingChangesAreListed(Kind kind) {
        EngineOn engine = open(kind);
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().onPending()))
                .isEmpty();
        int id = schedule(engine);
        comment(engine, EVE, id, true);
        comment(engine, BOB, id, false);
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().onPending()))
                .extracting(ChangeComment::author)
                .containsExactly(EVE, BOB);
        make(engine, ADA, work -> {
            work.drop(Entity.RULES, id, 1);
            return true;
        });
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().onPending()))
                .isEmpty();
        assertThat(engine.engine()
                        .<List<ChangeComment>>read(reading -> reading.comments().of(Entity.RULES, id)))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyStepIsInTheHistoryAndTheAuditLog(Kind kind) {
        EngineOn engine = open(kind);
        int id = schedule(engine);
        int signoffs = engine.database().<Integer>read(sql -> sql.fetchCount(sql.selectFrom("balrog_signoff_digests")));
        comment(engine, BOB, id, false);
        comment(engine, EVE, id, true);
        comment(engine, EVE, id, true);
        make(engine, EVE, work -> work.resolve(Entity.RULES, id, 2));
        make(engine, ADA, work -> work.resolve(Entity.RULES, id, 3));

        assertThat(engine.database()
                        .<List<String>>read(sql -> sql.fetch("SELECT action, changed_by, data_version, row_key"
                                        + " FROM balrog_audit_log WHERE table_name = 'balrog_change_comments'"
                                        + " ORDER BY id")
                                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3))))
                .containsExactly(
                        "comment bob 1 " + key(id, 1),
                        "request_changes eve 1 " + key(id, 2),
                        "request_changes eve 1 " + key(id, 3),
                        "withdraw eve 2 " + key(id, 2),
                        "dismiss ada 2 " + key(id, 3));
        assertThat(new AuditVerifier(engine.database(), _ -> {})
                        .verify(1, List.of())
                        .findings())
                .noneMatch(finding -> finding.toString().contains("comment"));
        List<HistoryEvent> events = events(engine, id);
        assertThat(events)
                .filteredOn(event -> event.subject() == HistoryEvent.Subject.COMMENT)
                .extracting(event -> event.type() + " " + event.changedBy() + " "
                        + event.thing().get(RULES.RULE_ID))
                .containsExactly("UPDATE ada 2", "UPDATE eve 2", "INSERT eve 2", "INSERT eve 2", "INSERT bob 2");
        assertThat(events.getFirst().before()).isNotNull();
        assertThat(events.getFirst().after())
                .isNotNull()
                .extracting(row -> row.get(BALROG_CHANGE_COMMENTS.RESOLVED_BY))
                .isEqualTo(ADA);
        // Signoffs and digests don't depend on comments.
        assertThat(engine.database().<Integer>read(sql -> sql.fetchCount(sql.selectFrom("balrog_signoff_digests"))))
                .isEqualTo(signoffs);
    }

    /** The events of a scheduled change of a rule, of which others with the same id have none. */
    private static List<HistoryEvent> events(EngineOn engine, int id) {
        return Stream.of(Entity.RULES, Entity.RELEASES)
                .flatMap(entity -> engine
                        .engine()
                        .<List<HistoryEvent>>read(reading -> reading.events(new EventQuery(
                                        Set.of(entity),
                                        null,
                                        null,
                                        null,
                                        null,
                                        id,
                                        null,
                                        null,
                                        HistoryCursor.START,
                                        50))
                                .events())
                        .stream())
                .toList();
    }

    private static String key(int id, int number) {
        return "{\"comment_number\":" + number + ",\"entity\":\"rules\",\"sc_id\":" + id + "}";
    }

    @ParameterizedTest
    @EnumSource
    void theHistoryOfAProductHasTheCommentsOnItsChanges(Kind kind) {
        EngineOn engine = open(kind);
        comment(engine, BOB, schedule(engine), false);
        for (String product : List.of("Firefox", "Fenix")) {
            long comments = engine
                    .engine()
                    .<List<HistoryEvent>>read(reading -> reading.events(new EventQuery(
                                    Set.of(Entity.RULES),
                                    null,
                                    product,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    HistoryCursor.START,
                                    50))
                            .events())
                    .stream()
                    .filter(event -> event.subject() == HistoryEvent.Subject.COMMENT)
                    .count();
            assertThat(comments).as(product).isEqualTo(product.equals("Firefox") ? 1 : 0);
        }
    }
}
