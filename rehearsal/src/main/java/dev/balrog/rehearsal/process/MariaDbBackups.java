// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Backups with MariaDB's own tools: a dump, and the binary logs since. */
public final class MariaDbBackups implements Backups {
    private static final Duration WITHIN = Duration.ofMinutes(2);
    /** In the dump: where the binary log was at its moment. */
    private static final Pattern POSITION = Pattern.compile("MASTER_LOG_FILE='[^']*?([^'/]+)', MASTER_LOG_POS=(\\d+)");

    private final Children children;
    private final MariaDb database;
    private final Path dump;
    private final Path replay;

    /** Backups of this database. */
    public MariaDbBackups(Children children, MariaDb database) {
        this.children = children;
        this.database = database;
        this.dump = children.place("backup.sql");
        this.replay = children.place("replay.sql");
    }

    @Override
    public void take() throws IOException, InterruptedException {
        run(
                Program.MARIADB_DUMP,
                List.of("--socket=" + database.socket(), "--user=" + MariaDb.OPERATOR),
                List.of("--single-transaction", "--master-data=2", "--hex-blob", "--databases", MariaDb.DATABASE),
                Child.Streams.to(dump));
    }

    @Override
    public void recover() throws IOException, InterruptedException {
        List<String> logs = logsSince();
        run(Program.MARIADB_BINLOG, logs, List.of(), Child.Streams.to(replay));
        database.replaceDisk();
        database.startClosed();
        load(dump);
        load(replay);
        database.stop();
        database.start();
    }

    /** Where to begin in the binary logs, and the logs from there on. */
    private List<String> logsSince() throws IOException {
        Matcher position = position();
        String first = position.group(1);
        List<String> arguments = new ArrayList<>(List.of("--start-position=" + position.group(2)));
        try (Stream<Path> logs = Files.list(database.binaryLogs())) {
            logs.filter(log -> log.getFileName().toString().matches(".*\\.\\d+"))
                    .filter(log -> log.getFileName().toString().compareTo(first) >= 0)
                    .sorted()
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        return arguments;
    }

    private Matcher position() throws IOException {
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.map(POSITION::matcher)
                    .filter(Matcher::find)
                    .findFirst()
                    .orElseThrow(() -> new IOException("the dump does not say where the binary log was: " + dump));
        }
    }

    private void load(Path script) throws IOException, InterruptedException {
        run(
                Program.MARIADB,
                List.of("--socket=" + database.socket(), "--user=" + MariaDb.OPERATOR),
                List.of("--binary-mode"),
                Child.Streams.from(script));
    }

    private void run(Program program, List<String> first, List<String> second, Child.Streams streams)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.path(), "--no-defaults"));
        command.addAll(first);
        command.addAll(second);
        children.run("backup", command, Map.of(), streams, WITHIN);
    }
}
