// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.ClientCredentials;
import dev.balrog.client.ClientSettings;
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
 * Everything that a rehearsal needs, running: an environment with a database of sample data, and people who use it.
 *
 * @param database its server
 * @param backups of it, made all the time
 * @param apps starts more apps on it
 * @param stage the apps that run
 * @param prometheus measures them
 * @param traffic the clients
 * @param writer the release managers
 * @param journal what the release managers did
 */
record TestEnvironment(
        IdentityServer identity,
        MariaDb database,
        Backups backups,
        Apps apps,
        Deployment stage,
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
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** How many requests that lead to an update there are for one that does not. */
    private static final int ROUNDS = 3;

    /** Of each round, one request in so many is for what the release managers change. */
    private static final int MOVING_EVERY = 4;

    /**
     * Of the sample data, what is answered with the same update at any time: everything is forced, so that no dice are
     * thrown. As soon after a release, this is most of what is asked; so few requests suffice to see that a canary answers
     * with fewer updates.
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

    /** What is up to date already. */
    private static final String UP_TO_DATE =
            "/update/6/Firefox/140.0.2/20250707120619/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/"
                    + "ISET:SSE4_2,MEM:16384/default/default/update.xml?force=1";

    private static final String MOVING =
            "/update/6/Firefox/100.0/20220101000000/" + Writer.PLATFORM + "/" + Writer.LOCALE + "/" + Writer.CHANNEL
                    + "/Linux%206.8.0/ISET:SSE4_2,MEM:31811/default/default/update.xml?force=1";

    /**
     * Starts everything, at a version.
     *
     * @param children what is started is one of them
     * @param directory for files
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
        Deployment stage =
                new Deployment(apps, nginx, prometheus, progress, new Deployment.Cast(stable, admin, agent, version));
        progress.step("public, admin and agent are " + version.name() + ", behind nginx, watched by Prometheus");

        Journal journal = new Journal(settings.liveWithin());
        Writer writer = new Writer(client(nginx, identity), journal);
        writer.begin();
        List<Probe> probes = probes(stable, journal);
        Traffic traffic = Traffic.start(nginx.publicUrl(), probes, settings.perSecond());
        writer.start();
        return new TestEnvironment(identity, database, backups, apps, stage, prometheus, traffic, writer, journal);
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

    /** What is asked, with what is right to answer before anything has happened. */
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

    /** What an app answers as soon as it knows of version 0. */
    private static String awaitVersionZero(Pod pod) throws IOException, InterruptedException {
        HttpText http = new HttpText();
        long start = System.nanoTime();
        while (true) {
            String answer = http.get("http://" + pod.address() + MOVING);
            if (answer.contains(Long.toString(Writer.BASE))) {
                return answer;
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
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

    /** Has clients and release managers leave; what they used is still there. */
    void empty() {
        writer.close();
        traffic.close();
    }

    @Override
    public void close() {
        empty();
        identity.close();
    }
}
