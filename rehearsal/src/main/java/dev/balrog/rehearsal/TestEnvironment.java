// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.ClientCredentials;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.identity.IdentityServer;
import dev.balrog.identity.Machine;
import dev.balrog.identity.Person;
import dev.balrog.rehearsal.process.Apps;
import dev.balrog.rehearsal.process.Backups;
import dev.balrog.rehearsal.process.Children;
import dev.balrog.rehearsal.process.HttpText;
import dev.balrog.rehearsal.process.MariaDb;
import dev.balrog.rehearsal.process.Nginx;
import dev.balrog.rehearsal.process.Pod;
import dev.balrog.rehearsal.process.Prometheus;
import dev.balrog.rehearsal.process.Version;
import dev.balrog.rehearsal.traffic.Journal;
import dev.balrog.rehearsal.traffic.MovingProbe;
import dev.balrog.rehearsal.traffic.Probe;
import dev.balrog.rehearsal.traffic.Traffic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Running test environment: all apps, a database with sample data, and simulated clients and
 * release managers.
 *
 * @param database the database server
 * @param backups its continuous backups
 * @param apps the launcher of further apps on the database
 * @param deployment the running pods
 * @param prometheus the metrics server
 * @param traffic the clients
 * @param writer the release managers
 * @param journal the changes of the release managers
 */
record TestEnvironment(
        IdentityServer identity,
        MariaDb database,
        Backups backups,
        Apps apps,
        Deployment deployment,
        Prometheus prometheus,
        Traffic traffic,
        Writer writer,
        Journal journal)
        implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String AUDIENCE = "balrog-rehearsal";
    private static final String USER = "rehearsal";
    private static final Machine PROGRAM = new Machine("rehearsal-program", "a secret of no value");
    private static final String LOCALES = "8";
    private static final long LOOK_MILLIS = 100;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Ratio of requests with an update to requests without one, in rounds. */
    private static final int ROUNDS = 3;

    /** Interval of requests for the changing release within a round. */
    private static final int MOVING_EVERY = 4;

    /**
     * Requests for the sample data with constant updates: all are forced, so no rollout sample is
     * drawn. As soon after a release, most requests get an update; so few requests suffice to
     * detect a canary that serves fewer updates.
     */
    private static final List<String> UPDATES = List.of(
            "/update/6/Firefox/139.0.4/20250609163029/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/"
                    + "ISET:SSE4_2,MEM:16384/default/default/update.xml?force=1",
            "/update/6/Firefox/140.0/20250623114531/Linux_x86_64-gcc3/en-US/release/Linux%206.8.0/"
                    + "ISET:SSE4_2,MEM:31811/default/default/update.xml?force=1",
            "/update/6/Firefox/141.0/20250625091106/Darwin_aarch64-gcc3/en-US/beta/Darwin%2024.5.0/"
                    + "ISET:unknown,MEM:16384/default/default/update.xml?force=1",
            "/update/6/Firefox/141.0a1/20250601093412/WINNT_x86_64-msvc-x64/en-US/nightly/Windows_NT%2010.0/"
                    + "ISET:SSE4_2,MEM:16146/default/default/update.xml?force=1",
            "/update/6/Thunderbird/128.11.0/20250519130411/WINNT_x86_64-msvc-x64/de/esr/Windows_NT%2010.0/"
                    + "ISET:SSE4_2,MEM:16384/default/default/update.xml?force=1",
            "/update/3/GMP/33.1/20250609163029/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/default/default/"
                    + "update.xml?force=1");

    /** Request of a client that is up to date. */
    private static final String UP_TO_DATE =
            "/update/6/Firefox/140.0.2/20250707120619/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/"
                    + "ISET:SSE4_2,MEM:16384/default/default/update.xml?force=1";

    private static final String MOVING =
            "/update/6/Firefox/100.0/20220101000000/" + Writer.PLATFORM + "/" + Writer.LOCALE + "/" + Writer.CHANNEL
                    + "/Linux%206.8.0/ISET:SSE4_2,MEM:31811/default/default/update.xml?force=1";

    /**
     * Starts everything, at a version.
     *
     * @param children the owner of all started processes
     * @param directory the directory for files
     */
    static TestEnvironment open(
            Version version, Children children, Path directory, Settings settings, Progress progress)
            throws IOException, InterruptedException {
        MariaDb database = MariaDb.create(children);
        IdentityServer identity = IdentityServer.start(
                HOST,
                children.freePort(),
                AUDIENCE,
                List.of(new Person("nobody@example.com", "Nobody", "can't do anything")),
                List.of(PROGRAM),
                InstantSource.system(),
                (error, context) -> error.printStackTrace());
        try {
            return open(version, children, directory, settings, progress, database, identity);
        } catch (IOException | InterruptedException | RuntimeException e) {
            identity.close();
            throw e;
        }
    }

    private static TestEnvironment open(
            Version version,
            Children children,
            Path directory,
            Settings settings,
            Progress progress,
            MariaDb database,
            IdentityServer identity)
            throws IOException, InterruptedException {
        Apps apps = new Apps(
                children,
                database,
                new Apps.Identity(identity.issuer(), AUDIENCE, PROGRAM.clientId(), PROGRAM.secret(), USER));
        fill(apps, version, directory.resolve("sample.jsonl"));
        Backups backups = Backups.start(apps, database, version, directory.resolve("backups"));
        progress.step("MariaDB has the sample data, and is backed up");
        Pod admin = apps.adminApp(version);
        List<Pod> stable = Deployment.firstPublicApps(apps, version);
        Nginx nginx = Nginx.start(children, new Nginx.Routing(stable, List.of(), 0, admin));
        Pod agent = apps.agent(version, nginx.adminUrl());
        Prometheus prometheus = Prometheus.start(children);
        Deployment deployment = new Deployment(
                apps, nginx, prometheus, progress, new Deployment.DeployedPods(stable, admin, agent, version));
        progress.step("public, admin and agent are " + version.name() + ", behind nginx, watched by Prometheus");

        Journal journal = new Journal(settings.liveWithin());
        Writer writer = new Writer(client(nginx, identity), journal);
        writer.begin();
        List<Probe> probes = probes(stable, journal);
        Traffic traffic = Traffic.start(nginx.publicUrl(), probes, settings.perSecond());
        writer.start();
        return new TestEnvironment(identity, database, backups, apps, deployment, prometheus, traffic, writer, journal);
    }

    private static void fill(Apps apps, Version version, Path sample) throws IOException, InterruptedException {
        apps.command(version, "db", "upgrade");
        apps.command(version, "generate", "demo", sample.toString(), "--locales", LOCALES, "--seed", "1");
        apps.command(version, "import", sample.toString());
        apps.command(version, "user", "grant", USER, "admin");
    }

    private static BalrogClient client(Nginx nginx, IdentityServer identity) {
        ClientSettings settings = ClientSettings.of(URI.create(nginx.adminUrl() + "/api"));
        ClientCredentials.Account account = new ClientCredentials.Account(
                URI.create(identity.issuer() + "oauth/token"), PROGRAM.clientId(), PROGRAM.secret(), AUDIENCE);
        return new BalrogClient(settings, new ClientCredentials(account, settings));
    }

    /** Returns the requests with their expected responses before any change. */
    private static List<Probe> probes(List<Pod> pods, Journal journal) throws IOException, InterruptedException {
        String first = "";
        for (Pod pod : pods) {
            first = awaitVersionZero(pod);
        }
        Probe moving = new MovingProbe(MOVING, Writer.BASE, first, journal);
        List<Probe> round = new ArrayList<>();
        for (String target : UPDATES) {
            if (round.size() % MOVING_EVERY == 0) {
                round.add(moving);
            }
            round.add(constant(target, true, pods));
        }
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            probes.addAll(round);
        }
        probes.add(constant(UP_TO_DATE, false, pods));
        return List.copyOf(probes);
    }

    /** Waits until an app serves version 0, and returns the response. */
    private static String awaitVersionZero(Pod pod) throws IOException, InterruptedException {
        HttpText http = new HttpText();
        long start = System.nanoTime();
        while (true) {
            String answer = http.get("http://" + pod.address() + MOVING);
            if (answer.contains(Long.toString(Writer.BASE))) {
                return answer;
            }
            if (System.nanoTime() - start > TIMEOUT_NANOS) {
                throw new IOException("the first release is not served: " + answer);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static Probe constant(String target, boolean update, List<Pod> pods)
            throws IOException, InterruptedException {
        HttpText http = new HttpText();
        String answer = http.get("http://" + pods.getFirst().address() + target);
        if (!answer.equals(http.get("http://" + pods.getLast().address() + target))) {
            throw new IOException("two apps answer differently to " + target);
        }
        if (Probe.isUpdate(answer) != update) {
            throw new IOException("the sample data has changed: " + target + " is answered " + answer);
        }
        return new Probe.Constant(target, answer);
    }

    /** Stops clients and release managers; the servers keep running. */
    void stopClients() {
        writer.close();
        traffic.close();
    }

    @Override
    public void close() {
        stopClients();
        identity.close();
    }
}
