// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Continuous backups by {@code balrog backup}, running as a service next to the database. */
public final class Backups {
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 200;
    private static final Pattern AGE = Pattern.compile("(?m)^balrog_backup_age_seconds(?:\\{.*\\})? (\\S+)$");

    private final Apps apps;
    private final MariaDb database;
    private final Path directory;
    private final int metricsPort;
    private Child running;

    private Backups(Apps apps, MariaDb database, Path directory, int metricsPort, Child running) {
        this.apps = apps;
        this.database = database;
        this.directory = directory;
        this.metricsPort = metricsPort;
        this.running = running;
    }

    /** Starts the backups and waits until the current state is backed up. */
    public static Backups start(Apps apps, MariaDb database, Version version, Path directory)
            throws IOException, InterruptedException {
        int port = apps.freePort();
        Backups backups =
                new Backups(apps, database, directory, port, continuous(apps, database, version, directory, port));
        backups.awaitCaughtUp(Instant.now());
        return backups;
    }

    private static Child continuous(Apps apps, MariaDb database, Version version, Path directory, int port)
            throws IOException {
        return apps.startOn(
                database.backupUri(),
                version,
                "backup",
                "--continuous",
                "--every=2s",
                "--to=" + directory,
                "--metrics-port=" + port);
    }

    /**
     * Restores a point in time next to the database, and compares its histories with those of the
     * database.
     *
     * @return the point in time, a full second
     * @throws IOException if the restored database does not contain exactly the changes until then
     */
    public Instant drill(Version version) throws IOException, InterruptedException {
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        awaitCaughtUp(second.plusSeconds(1));
        apps.commandOn(database.operatorUri(), version, "backup", "drill", "--from=" + directory, "--to=" + second);
        return second;
    }

    /** Waits until everything committed before a time is known to be backed up. */
    private void awaitCaughtUp(Instant time) throws IOException, InterruptedException {
        HttpText http = new HttpText();
        String url = "http://127.0.0.1:" + metricsPort + "/metrics";
        running.awaitAnswer(url);
        Instant deadline = Instant.now().plus(CAUGHT_UP_WITHIN);
        while (!Instant.now().minus(age(http.get(url))).isAfter(time)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the backup falls behind; see the log of " + running.name());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static Duration age(String metrics) throws IOException {
        Matcher age = AGE.matcher(metrics);
        if (!age.find()) {
            throw new IOException("balrog backup does not say how old the backup is");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(age.group(1)) * 1000));
    }

    /**
     * Recovers a database after the loss of its disk, with all commits until then, and resumes the
     * backups. The database accepts no other connections before it is complete, since clients would
     * take a partial state for the current one.
     */
    public void recover(Version version) throws IOException, InterruptedException {
        running.stop();
        apps.commandOn(
                database.backupUri(), version, "backup", "--to=" + directory, "--binary-log=" + database.binaryLogs());
        database.replaceDisk();
        database.startApart();
        apps.commandOn(
                database.operatorUri(), version, "restore", "--from=" + directory, "--into=" + database.apartUri());
        database.stop();
        database.start();
        running = continuous(apps, database, version, directory, metricsPort);
        awaitCaughtUp(Instant.now());
    }
}
