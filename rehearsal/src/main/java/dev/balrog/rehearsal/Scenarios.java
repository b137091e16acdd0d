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

    private final TestEnvironment environment;
    private final Deployment deployment;
    private final Settings settings;
    private final Progress progress;
    private final Version first;
    private final Version second;
    private final Version third;
    private final Version fourth;

    /** Steps of a scenario. */
    @FunctionalInterface
    interface Steps {
        /**
         * Runs the steps.
         *
         * @return a remark for the report; empty for none
         * @throws IOException if the scenario fails
         */
        String run() throws IOException, InterruptedException;
    }

    /**
     * A deployment, a rollback or a failure, during which clients and the writer continue.
     *
     * @param name short description
     * @param steps what happens
     */
    record Scenario(String name, Steps steps) {}

    /**
     * Creates the scenarios for a test environment that was opened with the first version.
     *
     * @param directory the directory for generated JAR files
     */
    Scenarios(TestEnvironment environment, Settings settings, Progress progress, Version first, Path directory)
            throws IOException {
        this.environment = environment;
        this.deployment = environment.deployment();
        this.settings = settings;
        this.progress = progress;
        this.first = first;
        this.second = new Version("v1.1", settings.to());
        this.third = second.withMigration("v1.2", directory.resolve("v1.2.jar"), Migration.ADDITIVE, ADDITIVE);
        this.fourth = third.withMigration("v1.3", directory.resolve("v1.3.jar"), Migration.DESTRUCTIVE, DESTRUCTIVE);
    }

    List<Scenario> all() {
        return List.of(
                new Scenario("deploy v1.1: canary, promotion", this::deploy),
                new Scenario("additive schema: v1.2, admin first", this::additive),
                new Scenario("roll back to v1.0", this::rollBack),
                new Scenario("deploy v1.2 again", this::deployAgain),
                new Scenario("destructive schema: v1.3, public first", this::destructive),
                new Scenario("bad canary: an empty database", this::canaryOnEmptyDatabase),
                new Scenario("bad canary: no signatures", this::canaryWithoutSignatures),
                new Scenario("database restart", this::databaseRestart),
                new Scenario("pod killed", this::podKilled),
                new Scenario("backup: a drill", this::drill),
                new Scenario("disaster, recovery", this::recover));
    }

    private String deploy() throws IOException, InterruptedException {
        deployment.deployAdmin(second);
        Verdict verdict = tryOut(deployment.newPublicApps(second, Map.of()));
        if (!verdict.good()) {
            deployment.abort();
            throw new IOException("a good canary was given up: " + verdict.reason());
        }
        deployment.promote(second);
        return "";
    }

    /** Executes the steps of the rollout, up to promotion or to the first negative verdict. */
    private Verdict tryOut(List<Pod> canary) throws IOException, InterruptedException {
        Verdict verdict = Verdict.NONE;
        for (Step step : settings.rollout()) {
            switch (step) {
                case SetWeight(int percent) -> deployment.tryOut(canary, percent);
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
                settings.arguments(deployment.stableHash(), canary.getFirst().hash());
        Verdict verdict =
                new Analysis(settings.analysis().metrics(arguments), environment.prometheus(), Thread::sleep).run();
        progress.step(verdict.good() ? "compared: " + verdict.values() : "compared: " + verdict.reason());
        return verdict;
    }

    private String additive() throws IOException, InterruptedException {
        require(third, Apps.First.ADMIN);
        upgrade(third);
        Thread.sleep(WATCHED);
        deployment.deployAdmin(third);
        Thread.sleep(WATCHED);
        deployment.deployPublic(third);
        return "v1.1 ran on the larger schema meanwhile";
    }

    private String rollBack() throws IOException, InterruptedException {
        deployment.deployPublic(first);
        deployment.deployAdmin(first);
        Thread.sleep(WATCHED);
        return "it runs on the larger schema";
    }

    private String deployAgain() throws IOException, InterruptedException {
        deployment.deployAdmin(third);
        deployment.deployPublic(third);
        return "";
    }

    private String destructive() throws IOException, InterruptedException {
        require(fourth, Apps.First.PUBLIC);
        deployment.deployPublic(fourth);
        Thread.sleep(WATCHED);
        deployment.deployAdmin(fourth);
        Thread.sleep(WATCHED);
        upgrade(fourth);
        return "v1.3 ran on the larger schema meanwhile";
    }

    private void require(Version version, Apps.First wanted) throws IOException, InterruptedException {
        String order = environment.apps().orderOf(version);
        progress.step("balrog db plan of " + version.name() + " says: " + order);
        if (!order.equals(wanted.inPlan())) {
            throw new IOException("the order of deployment should be " + wanted.inPlan());
        }
    }

    private void upgrade(Version version) throws IOException, InterruptedException {
        environment.apps().command(version, "db", "upgrade");
        progress.step("balrog db upgrade is done by " + version.name());
    }

    private String canaryOnEmptyDatabase() throws IOException, InterruptedException {
        environment.apps().commandOn(environment.database().otherWriterUri(), deployment.version(), "db", "upgrade");
        return badCanary(Map.of("DBURI", environment.database().otherReaderUri()), "updates-served");
    }

    /**
     * Deploys a canary without access to the signer. It responds with an error to requests that
     * need a signature, and nginx retries them on another app.
     */
    private String canaryWithoutSignatures() throws IOException, InterruptedException {
        Map<String, String> unreachable = Map.of(
                "AUTOGRAPH_URL", "http://127.0.0.1:" + environment.apps().freePort(),
                "AUTOGRAPH_KEYID", "rehearsal",
                "AUTOGRAPH_USERNAME", "rehearsal",
                "AUTOGRAPH_PASSWORD", "rehearsal");
        return badCanary(unreachable, "server-errors");
    }

    private String badCanary(Map<String, String> badSettings, String metric) throws IOException, InterruptedException {
        List<Pod> canary = deployment.newPublicApps(deployment.version(), badSettings);
        Tally.Counts before = environment.traffic().tally().counts();
        environment.traffic().expectBad(canary.stream().map(Pod::address).toList());
        Verdict verdict = tryOut(canary);
        deployment.abort();
        environment.traffic().expectBad(List.of());
        if (verdict.good()) {
            throw new IOException("it was not noticed: " + verdict.values());
        }
        if (!verdict.reason().startsWith(metric)) {
            throw new IOException("it was not noticed by " + metric + ", but: " + verdict.reason());
        }
        Tally.Counts meanwhile = environment.traffic().tally().counts().since(before);
        return "noticed by " + metric + "; " + meanwhile.expectedOfCanary() + " requests got no update, "
                + meanwhile.passedOver() + " were retried at a stable app";
    }

    private String databaseRestart() throws IOException, InterruptedException {
        int before = environment.writer().refused();
        environment.journal().databaseGone(System.nanoTime());
        environment.database().stop();
        progress.step("the database is away");
        Thread.sleep(AWAY);
        environment.database().start();
        environment.journal().databaseBack(System.nanoTime());
        progress.step("the database is back");
        environment.writer().awaitChange();
        return "changes that were not acknowledged meanwhile: "
                + (environment.writer().refused() - before);
    }

    private String podKilled() throws IOException, InterruptedException {
        long passedOver = environment.traffic().tally().counts().passedOver();
        Pod killed = deployment.stable().getLast();
        killed.child().kill();
        progress.step("one of the public apps is killed (SIGKILL)");
        Thread.sleep(WATCHED);
        long noticed = environment.traffic().tally().counts().passedOver() - passedOver;
        deployment.heal(killed);
        if (noticed == 0) {
            throw new IOException("no request met the pod that was killed");
        }
        return noticed + " requests met it and were answered by another";
    }

    private String drill() throws IOException, InterruptedException {
        Instant second = environment.backups().drill(deployment.version());
        environment.writer().awaitChange();
        return "restored beside the database as it was at " + second + ", with exactly the changes until then";
    }

    private String recover() throws IOException, InterruptedException {
        int changes = environment.writer().acknowledged();
        environment.journal().databaseGone(System.nanoTime());
        environment.database().destroy();
        progress.step("the database is killed (SIGKILL), and its disk destroyed");
        environment.backups().recover(deployment.version());
        environment.journal().databaseBack(System.nanoTime());
        progress.step("the database is back, from the backup and the binary log since");
        environment.writer().ledger().verifyAgain();
        environment.writer().awaitChange();
        return changes + " changes were acknowledged before, and all have to be there";
    }
}
