// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Fills databases on a server from chains. */
final class ServerRestore implements AutoCloseable {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final DatabaseUri.MySql uri;
    private final ServerTools tools;

    ServerRestore(DatabaseUri.MySql uri) throws IOException {
        this.uri = uri;
        this.tools = new ServerTools(uri);
    }

    /** How many tables the database has; -1 when there is no such database. */
    int tables() throws IOException {
        String found = tools.query("SELECT IF((SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = "
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
        tools.query("CREATE DATABASE IF NOT EXISTS " + identifier() + " CHARACTER SET utf8mb4;");
    }

    void drop() throws IOException {
        tools.query("DROP DATABASE IF EXISTS " + identifier() + ";");
    }

    /**
     * Fills the database, which is empty.
     *
     * @param end what the binary log has from then on is left out; null for nothing
     */
    void fill(Chain chain, @Nullable Instant end) throws IOException {
        DurableFiles.check(chain.directory(), chain.snapshot().file());
        for (Increment increment : chain.increments()) {
            DurableFiles.check(chain.parts(), increment.file());
        }
        // All of it is looked at before anything is executed.
        Path replay = tools.directory().resolve("replay.sql");
        if (!chain.increments().isEmpty()) {
            decode(chain, end, replay);
        }
        try (InputStream dump = DurableFiles.openCompressed(
                chain.directory().resolve(chain.snapshot().file().name()))) {
            execute(dump);
        }
        if (!chain.increments().isEmpty()) {
            try (InputStream statements = Files.newInputStream(replay)) {
                execute(statements);
            }
        }
    }

    private void execute(InputStream statements) throws IOException {
        tools.run(
                ServerTools.Tool.CLIENT,
                List.of("--binary-mode", "--default-character-set=utf8mb4", "--max-allowed-packet=1G", uri.name()),
                statements::transferTo,
                OutputStream.nullOutputStream());
    }

    private void decode(Chain chain, @Nullable Instant end, Path replay) throws IOException {
        String source = source(chain);
        // MySQL's program renames first and chooses then; MariaDB's does it the other way round.
        String chosen = ServerTools.Tool.LOG.isMySql() ? uri.name() : source;
        List<String> arguments = new ArrayList<>(List.of(
                "--database=" + chosen,
                // The first part begins within a file, before which there are transactions that it lacks.
                "--loose-skip-gtid-strict-mode"));
        if (!source.equals(uri.name())) {
            arguments.add("--rewrite-db=" + source + "->" + uri.name());
        }
        if (end != null) {
            arguments.add("--stop-datetime=" + SECOND.format(end));
        }
        arguments.addAll(unpack(chain));
        Path decoded = tools.directory().resolve("decoded.sql");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(decoded))) {
            tools.runAlone(ServerTools.Tool.LOG, arguments, ServerTools.Input.NOTHING, out);
        }
        try (InputStream in = Files.newInputStream(decoded);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(replay))) {
            new ReplayText(source, uri.name()).copy(in, out);
        }
        Files.delete(decoded);
    }

    private static String source(Chain chain) {
        if (chain.snapshot().content() instanceof Snapshot.SqlDump dump) {
            return dump.name();
        }
        throw new BackupException("The backup " + chain.directory() + " is not of a server");
    }

    /** All parts in one run, for a session of the old server may go on from one to the next. */
    private List<String> unpack(Chain chain) throws IOException {
        List<String> files = new ArrayList<>();
        for (Increment increment : chain.increments()) {
            Path file = tools.directory().resolve("part-" + increment.number());
            Files.deleteIfExists(file);
            try (InputStream in = DurableFiles.openCompressed(
                    chain.parts().resolve(increment.file().name()))) {
                Files.copy(in, file);
            }
            files.add(file.toString());
        }
        return files;
    }

    /** Looks at what is there now. */
    <T> T read(Function<DSLContext, T> look) {
        try (ServerState state = new ServerState(uri)) {
            return state.read(look);
        }
    }

    @Override
    public void close() throws IOException {
        tools.close();
    }
}
