// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backups that {@code balrog backup} makes all the time, as a service beside the database does. */
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

    /** Begins to back up; returns when all that there is now is in the backup. */
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
     * Restores a second beside the database, and compares the histories with those of the database.
     *
     * @return the second
     * @throws IOException when it does not hold exactly the changes until then
     */
    public Instant drill(Version version) throws IOException, InterruptedException {
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        awaitCaughtUp(second.plusSeconds(1));
        apps.commandOn(database.operatorUri(), version, "backup", "drill", "--from=" + directory, "--to=" + second);
        return second;
    }

    /** Waits until it is known that everything that was committed before a time is in the backup. */
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
     * Brings a database whose disk is lost back, with all that was committed until then, and goes on backing it up.
     * Nobody can connect to it before all is there: what is there half-way would be taken for the truth.
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
