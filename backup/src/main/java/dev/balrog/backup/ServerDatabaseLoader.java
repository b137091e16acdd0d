// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads backup chains into databases on a server. */
final class ServerDatabaseLoader implements AutoCloseable {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** A sandbox line is much shorter. */
    private static final int LONGEST_FIRST_LINE = 256;

    private static final Pattern SANDBOX =
            Pattern.compile("/\\*M?!999999\\\\?- enable the sandbox mode \\*/\\s*", Pattern.CASE_INSENSITIVE);

    private final DatabaseUri.MySql uri;
    private final ServerPrograms programs;

    ServerDatabaseLoader(DatabaseUri.MySql uri) throws IOException {
        this.uri = uri;
        this.programs = new ServerPrograms(uri);
    }

    /** Returns the number of tables of the database; -1 when it does not exist. */
    int tables() throws IOException {
        String found = programs.query("SELECT IF((SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = "
                        + literal() + ") = 0, -1, (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = "
                        + literal() + "));")
                .getFirst();
        return Integer.parseInt(found);
    }

    private String literal() {
        return "'" + uri.name().replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private String identifier() {
        return "`" + uri.name().replace("`", "``") + "`";
    }

    void create() throws IOException {
        programs.query("CREATE DATABASE IF NOT EXISTS " + identifier() + " CHARACTER SET utf8mb4;");
    }

    void drop() throws IOException {
        programs.query("DROP DATABASE IF EXISTS " + identifier() + ";");
    }

    /**
     * Checks a chain and decodes its binary log. Nothing is executed yet.
     *
     * @param end events from this time on are left out; null for none
     * @throws BackupException when a part is missing or damaged, or can't be executed on this database
     */
    Prepared prepare(Chain chain, @Nullable Instant end) throws IOException {
        DurableFiles.check(chain.directory(), chain.snapshot().file());
        for (Increment increment : chain.increments()) {
            DurableFiles.check(chain.parts(), increment.file());
        }
        Path dump = chain.directory().resolve(chain.snapshot().file().name());
        return new Prepared(dump, chain.increments().isEmpty() ? null : decode(chain, end));
    }

    /**
     * Statements that restore a database.
     *
     * @param dump compressed dump
     * @param replay statements from the binary log; null for none
     */
    record Prepared(Path dump, @Nullable Path replay) {}

    /** Executes what was prepared. The database is empty. */
    void load(Prepared prepared) throws IOException {
        try (InputStream dump = DurableFiles.openCompressed(prepared.dump())) {
            execute(withoutSandboxLine(dump));
        }
        if (prepared.replay() != null) {
            try (InputStream statements = Files.newInputStream(prepared.replay())) {
                execute(statements);
            }
        }
    }

    /**
     * Leaves out the first line of dumps of MariaDB's newer programs, which older ones and MySQL's take for a command that
     * they don't know. The option {@code --sandbox} does the same where the program knows it.
     *
     * @see <a href="https://mariadb.org/mariadb-dump-file-compatibility-change/">MariaDB: dump file compatibility</a>
     */
    static InputStream withoutSandboxLine(InputStream dump) throws IOException {
        BufferedInputStream in = new BufferedInputStream(dump, LONGEST_FIRST_LINE);
        in.mark(LONGEST_FIRST_LINE);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && line.size() < LONGEST_FIRST_LINE - 1; c = in.read()) {
            line.write(c);
            if (c == '\n') {
                break;
            }
        }
        if (!SANDBOX.matcher(line.toString(StandardCharsets.ISO_8859_1)).matches()) {
            in.reset();
        }
        return in;
    }

    private void execute(InputStream statements) throws IOException {
        programs.run(
                ServerPrograms.Program.CLIENT,
                List.of(
                        "--binary-mode",
                        "--loose-sandbox",
                        "--default-character-set=utf8mb4",
                        "--max-allowed-packet=1G",
                        uri.name()),
                statements::transferTo,
                OutputStream.nullOutputStream());
    }

    private Path decode(Chain chain, @Nullable Instant end) throws IOException {
        String source = source(chain);
        // MySQL's program renames first and filters then; MariaDB's does it the other way round.
        String filter = ServerPrograms.Program.LOG.isMySql() ? uri.name() : source;
        List<String> arguments = new ArrayList<>(List.of(
                "--no-defaults",
                "--database=" + filter,
                "--verify-binlog-checksum",
                // The first part begins within a file, before which there are transactions that it lacks.
                "--loose-skip-gtid-strict-mode"));
        if (!source.equals(uri.name())) {
            arguments.add("--rewrite-db=" + source + "->" + uri.name());
        }
        if (end != null) {
            arguments.add("--stop-datetime=" + SECOND.format(end));
        }
        arguments.addAll(unpack(chain));
        Path decoded = programs.directory().resolve("decoded.sql");
        programs.runAlone(ServerPrograms.Program.LOG, arguments, decoded);
        Path replay = programs.directory().resolve("replay.sql");
        try (InputStream in = Files.newInputStream(decoded);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(replay))) {
            new ReplayFilter(source, uri.name()).copy(in, out);
        }
        Files.delete(decoded);
        return replay;
    }

    private static String source(Chain chain) {
        if (chain.snapshot().content() instanceof Snapshot.SqlDump dump) {
            return dump.name();
        }
        throw new BackupException("The backup " + chain.directory() + " is not of a server");
    }

    /**
     * Decompresses all parts. They are read in one run, because a session of the old server may continue from one to the
     * next. Their names are short and relative: a chain may have more parts than a command line has room for paths.
     */
    private List<String> unpack(Chain chain) throws IOException {
        List<String> files = new ArrayList<>();
        for (Increment increment : chain.increments()) {
            String name = "p" + increment.number();
            Path file = programs.directory().resolve(name);
            Files.deleteIfExists(file);
            try (InputStream in = DurableFiles.openCompressed(
                    chain.parts().resolve(increment.file().name()))) {
                Files.copy(in, file);
            }
            files.add(name);
        }
        return files;
    }

    /** Opens the database for reading. */
    Database open() {
        return new Database(uri, DatabaseOptions.forReading());
    }

    @Override
    public void close() throws IOException {
        programs.close();
    }
}
