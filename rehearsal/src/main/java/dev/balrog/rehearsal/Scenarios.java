// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.analysis.Analysis;
import dev.balrog.rehearsal.analysis.RolloutSteps.Compare;
import dev.balrog.rehearsal.analysis.RolloutSteps.Pause;
import dev.balrog.rehearsal.analysis.RolloutSteps.SetWeight;
import dev.balrog.rehearsal.analysis.RolloutSteps.Step;
import dev.balrog.rehearsal.analysis.Verdict;
import dev.balrog.rehearsal.process.Apps;
import dev.balrog.rehearsal.process.Pod;
import dev.balrog.rehearsal.process.Version;
import dev.balrog.rehearsal.process.Version.Migration;
import dev.balrog.rehearsal.traffic.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Scenarios of a rehearsal, in their order. */
final class Scenarios {
    /** Duration of the database outage. */
    private static final Duration AWAY = Duration.ofSeconds(4);
    /**
     * Time for which clients keep sending requests to an intermediate state, to detect its faults.
     */
    private static final Duration WATCHED = Duration.ofSeconds(3);

    private static final String ADDITIVE = """
            ALTER TABLE rules ADD COLUMN rehearsal VARCHAR(20);
            CREATE TABLE balrog_rehearsal (id INTEGER NOT NULL, PRIMARY KEY (id));
            """;
    private static final String DESTRUCTIVE = """
            ALTER TABLE rules DROP COLUMN rehearsal;
            DROP TABLE balrog_rehearsal;
            """;

    private final TestEnvironment theatre;
    private final Deployment stage;
    private final Settings settings;
    private final Progress progress;
    private final Version first;
    private final Version second;
    private final Version third;
    private final Version fourth;

    /** Steps of a scenario. */
    @FunctionalInterface
    interface Play {
        /**
         * Runs the steps.
         *
         * @return a remark for the report; empty for none
         * @throws IOException if the scenario fails
         */
        String play() throws IOException, InterruptedException;
    }

    /**
     * Scenario.
     *
     * @param name a short description
     */
    record Act(String name, Play play) {}

    /**
     * Creates the scenarios for a test environment that was opened with the first version.
     *
     * @param directory the directory for generated JAR files
     */
    Scenarios(TestEnvironment theatre, Settings settings, Progress progress, Version first, Path directory)
            throws IOException {
        this.theatre = theatre;
        this.stage = theatre.stage();
        this.settings = settings;
        this.progress = progress;
        this.first = first;
        this.second = new Version("v1.1", settings.to());
        this.third = second.withMigration("v1.2", directory.resolve("v1.2.jar"), Migration.ADDITIVE, ADDITIVE);
        this.fourth = third.withMigration("v1.3", directory.resolve("v1.3.jar"), Migration.DESTRUCTIVE, DESTRUCTIVE);
    }

    List<Act> all() {
        return List.of(
                new Act("deploy v1.1: canary, promotion", this::deploy),
                new Act("additive schema: v1.2, admin first", this::additive),
                new Act("roll back to v1.0", this::rollBack),
                new Act("deploy v1.2 again", this::deployAgain),
                new Act("destructive schema: v1.3, public first", this::destructive),
                new Act("bad canary: an empty database", this::canaryOnEmptyDatabase),
                new Act("bad canary: no signatures", this::canaryWithoutSignatures),
                new Act("database restart", this::databaseRestart),
                new Act("pod killed", this::podKilled),
                new Act("backup: a drill", this::drill),
                new Act("disaster, recovery", this::recover));
    }

    private String deploy() throws IOException, InterruptedException {
        stage.deployAdmin(second);
        Verdict verdict = tryOut(stage.newPublicApps(second, Map.of()));
        if (!verdict.good()) {
            stage.abort();
            throw new IOException("a good canary was given up: " + verdict.reason());
        }
        stage.promote(second);
        return "";
    }

    /** Executes the steps of the rollout, up to promotion or to the first negative verdict. */
    private Verdict tryOut(List<Pod> canary) throws IOException, InterruptedException {
        Verdict verdict = Verdict.NONE;
        for (Step step : settings.rollout()) {
            switch (step) {
                case SetWeight(int percent) -> stage.tryOut(canary, percent);
                case Pause() -> progress.step("in production a person looks now, and promotes it");
                case Compare() -> verdict = compare(canary);
            }
            if (!verdict.good()) {
                break;
            }
        }
        return verdict;
    }

    private Verdict compare(List<Pod> canary) throws InterruptedException {
        Map<String, String> arguments =
                settings.arguments(stage.stableHash(), canary.getFirst().hash());
        Verdict verdict =
                new Analysis(settings.analysis().metrics(arguments), theatre.prometheus(), Thread::sleep).run();
        progress.step(verdict.good() ? "compared: " + verdict.values() : "compared: " + verdict.reason());
        return verdict;
    }

    private String additive() throws IOException, InterruptedException {
        require(third, Apps.First.ADMIN);
        upgrade(third);
        Thread.sleep(WATCHED);
        stage.deployAdmin(third);
        Thread.sleep(WATCHED);
        stage.deployPublic(third);
        return "v1.1 ran on the larger schema meanwhile";
    }

    private String rollBack() throws IOException, InterruptedException {
        stage.deployPublic(first);
        stage.deployAdmin(first);
        Thread.sleep(WATCHED);
        return "it runs on the larger schema";
    }

    private String deployAgain() throws IOException, InterruptedException {
        stage.deployAdmin(third);
        stage.deployPublic(third);
        return "";
    }

    private String destructive() throws IOException, InterruptedException {
        require(fourth, Apps.First.PUBLIC);
        stage.deployPublic(fourth);
        Thread.sleep(WATCHED);
        stage.deployAdmin(fourth);
        Thread.sleep(WATCHED);
        upgrade(fourth);
        return "v1.3 ran on the larger schema meanwhile";
    }

    private void require(Version version, Apps.First wanted) throws IOException, InterruptedException {
        String order = theatre.apps().orderOf(version);
        progress.step("balrog db plan of " + version.name() + " says: " + order);
        if (!order.equals(wanted.inPlan())) {
            throw new IOException("the order of deployment should be " + wanted.inPlan());
        }
    }

    private void upgrade(Version version) throws IOException, InterruptedException {
        theatre.apps().command(version, "db", "upgrade");
        progress.step("balrog db upgrade is done by " + version.name());
    }

    private String canaryOnEmptyDatabase() throws IOException, InterruptedException {
        theatre.apps().commandOn(theatre.database().otherWriterUri(), stage.version(), "db", "upgrade");
        return badCanary(Map.of("DBURI", theatre.database().otherReaderUri()), "updates-served");
    }

    /**
     * Deploys a canary without access to the signer. It responds with an error to requests that
     * need a signature, and nginx retries them on another app.
     */
    private String canaryWithoutSignatures() throws IOException, InterruptedException {
        Map<String, String> nobodyThere = Map.of(
                "AUTOGRAPH_URL", "http://127.0.0.1:" + theatre.apps().freePort(),
                "AUTOGRAPH_KEYID", "rehearsal",
                "AUTOGRAPH_USERNAME", "rehearsal",
                "AUTOGRAPH_PASSWORD", "rehearsal");
        return badCanary(nobodyThere, "server-errors");
    }

    private String badCanary(Map<String, String> badSettings, String metric) throws IOException, InterruptedException {
        List<Pod> canary = stage.newPublicApps(stage.version(), badSettings);
        Tally.Counts before = theatre.traffic().tally().counts();
        theatre.traffic().expectBad(canary.stream().map(Pod::address).toList());
        Verdict verdict = tryOut(canary);
        stage.abort();
        theatre.traffic().expectBad(List.of());
        if (verdict.good()) {
            throw new IOException("it was not noticed: " + verdict.values());
        }
        if (!verdict.reason().startsWith(metric)) {
            throw new IOException("it was not noticed by " + metric + ", but: " + verdict.reason());
        }
        Tally.Counts meanwhile = theatre.traffic().tally().counts().since(before);
        return "noticed by " + metric + "; " + meanwhile.expectedOfCanary() + " requests were told of no update, "
                + meanwhile.passedOver() + " passed over to a stable app";
    }

    private String databaseRestart() throws IOException, InterruptedException {
        int before = theatre.writer().refused();
        theatre.journal().databaseGone(System.nanoTime());
        theatre.database().stop();
        progress.step("the database is away");
        Thread.sleep(AWAY);
        theatre.database().start();
        theatre.journal().databaseBack(System.nanoTime());
        progress.step("the database is back");
        theatre.writer().awaitChange();
        return "changes that were not acknowledged meanwhile: "
                + (theatre.writer().refused() - before);
    }

    private String podKilled() throws IOException, InterruptedException {
        long passedOver = theatre.traffic().tally().counts().passedOver();
        Pod killed = stage.stable().getLast();
        killed.child().kill();
        progress.step("one of the public apps is killed (SIGKILL)");
        Thread.sleep(WATCHED);
        long noticed = theatre.traffic().tally().counts().passedOver() - passedOver;
        stage.heal(killed);
        if (noticed == 0) {
            throw new IOException("no request met the pod that was killed");
        }
        return noticed + " requests met it and were answered by another";
    }

    private String drill() throws IOException, InterruptedException {
        Instant second = theatre.backups().drill(stage.version());
        theatre.writer().awaitChange();
        return "restored beside the database as it was at " + second + ", with exactly the changes until then";
    }

    private String recover() throws IOException, InterruptedException {
        int changes = theatre.writer().acknowledged();
        theatre.journal().databaseGone(System.nanoTime());
        theatre.database().destroy();
        progress.step("the database is killed (SIGKILL), and its disk destroyed");
        theatre.backups().recover(stage.version());
        theatre.journal().databaseBack(System.nanoTime());
        progress.step("the database is back, from the backup and the binary log since");
        theatre.writer().ledger().verifyAgain();
        theatre.writer().awaitChange();
        return changes + " changes were acknowledged before, and all have to be there";
    }
}
