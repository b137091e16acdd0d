// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.analysis.Analysis;
import dev.balrog.rehearsal.analysis.Verdict;
import dev.balrog.rehearsal.process.Children;
import dev.balrog.rehearsal.process.Pod;
import dev.balrog.rehearsal.process.Version;
import dev.balrog.rehearsal.traffic.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happens in a rehearsal, in this order. */
final class Acts {
    private static final int CANARY_PERCENT = 5;
    private static final Duration AWAY = Duration.ofSeconds(4);
    private static final Duration WATCHED = Duration.ofSeconds(4);
    private static final double MILLIS = 1e3;

    private static final String ADDITIVE = """
            ALTER TABLE rules ADD COLUMN rehearsal VARCHAR(20);
            CREATE TABLE balrog_rehearsal (id INTEGER NOT NULL, PRIMARY KEY (id));
            """;
    private static final String DESTRUCTIVE = """
            ALTER TABLE rules DROP COLUMN rehearsal;
            DROP TABLE balrog_rehearsal;
            """;

    private final Theatre theatre;
    private final Stage stage;
    private final Settings settings;
    private final Children children;
    private final Version first;
    private final Version second;
    private final Version third;
    private final Version fourth;

    /** Something that happens. */
    @FunctionalInterface
    interface Play {
        /** Has it happen; returns what is worth knowing of it, and throws when it does not go as it should. */
        String play() throws IOException, InterruptedException;
    }

    /**
     * An act.
     *
     * @param name a few words
     */
    record Act(String name, Play play) {}

    /**
     * The acts of a theatre that has been opened with the first version.
     *
     * @param directory for programs that are made
     */
    Acts(Theatre theatre, Settings settings, Children children, Version first, Path directory) throws IOException {
        this.theatre = theatre;
        this.stage = theatre.stage();
        this.settings = settings;
        this.children = children;
        this.first = first;
        this.second = new Version("v1.1", settings.to());
        this.third =
                second.withMigration("v1.2", directory.resolve("v1.2.jar"), "V9_1__more_about_rules.sql", ADDITIVE);
        this.fourth =
                third.withMigration("v1.3", directory.resolve("v1.3.jar"), "V9_2__less_about_rules.sql", DESTRUCTIVE);
    }

    List<Act> all() {
        return List.of(
                new Act("deploy v1.1: admin and agent", this::deployAdmin),
                new Act("deploy v1.1: canary, promotion", () -> canaryAndPromotion(second)),
                new Act("roll back to v1.0", this::rollBack),
                new Act("deploy v1.1 again", this::deployAgain),
                new Act("additive schema: admin first", this::additive),
                new Act("destructive schema: public first", this::destructive),
                new Act("bad canary: an empty database", this::canaryOnEmptyDatabase),
                new Act("bad canary: no signatures", this::canaryWithoutSignatures),
                new Act("database restart", this::databaseRestart),
                new Act("pod killed", this::podKilled));
    }

    private String deployAdmin() throws IOException, InterruptedException {
        stage.deployAdmin(second);
        return "";
    }

    private String canaryAndPromotion(Version version) throws IOException, InterruptedException {
        Pod pod = theatre.apps().publicApp(version, stage.nextHash());
        Verdict verdict = tryOut(pod);
        if (!verdict.good()) {
            stage.abort();
            throw new IOException("a good canary was given up: " + verdict.reason());
        }
        stage.promote(version);
        return verdict.values();
    }

    private Verdict tryOut(Pod pod) throws IOException, InterruptedException {
        String stableHash = stage.stableHash();
        stage.tryOut(pod, CANARY_PERCENT);
        Analysis analysis = new Analysis(
                settings.analysis().metrics(settings.arguments(stableHash, pod.hash())),
                theatre.prometheus(),
                Thread::sleep);
        return analysis.run();
    }

    private String rollBack() throws IOException, InterruptedException {
        stage.deployPublic(first);
        stage.deployAdmin(first);
        return "";
    }

    private String deployAgain() throws IOException, InterruptedException {
        stage.deployAdmin(second);
        stage.deployPublic(second);
        return "";
    }

    private String additive() throws IOException, InterruptedException {
        theatre.apps().command(third, "db", "upgrade");
        Thread.sleep(WATCHED);
        stage.deployAdmin(third);
        Thread.sleep(WATCHED);
        stage.deployPublic(third);
        return "the old version ran on the new schema meanwhile";
    }

    private String destructive() throws IOException, InterruptedException {
        stage.deployPublic(fourth);
        Thread.sleep(WATCHED);
        theatre.apps().command(fourth, "db", "upgrade");
        Thread.sleep(WATCHED);
        stage.deployAdmin(fourth);
        return "the new public app ran on the old schema, the old admin app on the new one";
    }

    private String canaryOnEmptyDatabase() throws IOException, InterruptedException {
        Map<String, String> settings = Map.of("DBURI", theatre.database().otherReaderUri());
        return badCanary(settings, "updates-served");
    }

    /** It can't reach the signer, and so says that it can't answer what has to be signed; another app then does. */
    private String canaryWithoutSignatures() throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "AUTOGRAPH_URL", "http://127.0.0.1:" + children.freePort(),
                "AUTOGRAPH_KEYID", "rehearsal",
                "AUTOGRAPH_USERNAME", "rehearsal",
                "AUTOGRAPH_PASSWORD", "rehearsal");
        return badCanary(settings, "error-rate");
    }

    private String badCanary(Map<String, String> badSettings, String metric) throws IOException, InterruptedException {
        Pod pod = theatre.apps().publicApp(stage.version(), stage.nextHash(), badSettings);
        Tally.Counts before = theatre.traffic().tally().counts();
        theatre.traffic().expectBadCanary(pod.address());
        long start = System.nanoTime();
        Verdict verdict = tryOut(pod);
        stage.abort();
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / MILLIS;
        theatre.traffic().expectBadCanary("");
        if (verdict.good()) {
            throw new IOException("it was not noticed: " + verdict.values());
        }
        if (!verdict.reason().startsWith(metric)) {
            throw new IOException("it was not noticed by " + metric + ", but: " + verdict.reason());
        }
        Tally.Counts meanwhile = theatre.traffic().tally().counts().since(before);
        return String.format(
                Locale.ROOT,
                "aborted after %.1f s, %d requests told of no update, %d passed over: %s",
                seconds,
                meanwhile.expectedOfCanary(),
                meanwhile.passedOver(),
                verdict.reason());
    }

    private String databaseRestart() throws IOException, InterruptedException {
        int before = theatre.writer().refused();
        theatre.journal().databaseGone(System.nanoTime());
        theatre.database().stop();
        Thread.sleep(AWAY);
        theatre.database().start();
        theatre.journal().databaseBack(System.nanoTime());
        awaitNextChange();
        return "away for " + AWAY.toSeconds() + " s, changes are made again; not acknowledged meanwhile: "
                + (theatre.writer().refused() - before);
    }

    private void awaitNextChange() throws IOException, InterruptedException {
        int known = theatre.writer().acknowledged();
        long start = System.nanoTime();
        while (theatre.writer().acknowledged() <= known) {
            if (System.nanoTime() - start > Duration.ofSeconds(30).toNanos()) {
                throw new IOException(
                        "no change has been made since: " + theatre.writer().lastRefusal());
            }
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    private String podKilled() throws IOException, InterruptedException {
        long passedOver = theatre.traffic().tally().counts().passedOver();
        Pod killed = stage.stable().getLast();
        killed.child().kill();
        Thread.sleep(WATCHED);
        long noticed = theatre.traffic().tally().counts().passedOver() - passedOver;
        stage.heal(killed);
        if (noticed == 0) {
            throw new IOException("no request met the pod that was killed");
        }
        return noticed + " requests met it and were answered by another";
    }
}
