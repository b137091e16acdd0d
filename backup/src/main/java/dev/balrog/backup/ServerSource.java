// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database on a MariaDB or MySQL server: snapshots are SQL, made by the server's own dump program in one transaction;
 * what changes after that is in the server's binary log, of which the parts are fetched that are new.
 */
final class ServerSource implements Source {
    static final String DATA = "snapshot.sql.gz";

    private static final int HEAD = 1 << 16;
    private static final Pattern POSITION = Pattern.compile(
            "(?:MASTER|SOURCE)_LOG_FILE='([^']+)',\\s*(?:MASTER|SOURCE)_LOG_POS=([0-9]+)", Pattern.CASE_INSENSITIVE);

    private final DatabaseUri.MySql uri;
    private final ServerState server;

    ServerSource(DatabaseUri.MySql uri) {
        this.uri = uri;
        this.server = new ServerState(uri);
    }

    @Override
    public Snapshot snapshot(Path directory) throws IOException {
        ServerTools.Tool.DUMP.find();
        boolean log = server.keepsLog();
        Instant from = server.now();
        ServerState.Counted before = server.count();
        Dump dump = dump(directory.resolve(DATA), log);
        if (log && dump.position() == null) {
            throw new BackupException("The dump of " + uri + " does not say where in the binary log it belongs");
        }
        Optional<Facts> counted = counted(before, dump.position());
        return new Snapshot(
                Snapshot.FORMAT,
                uri.toString(),
                from,
                server.now(),
                dump.file(),
                before.facts().schemaVersion(),
                before.facts().lastChange(),
                counted.map(Facts::rows).orElse(null),
                Version.current(),
                new Snapshot.SqlDump(uri.name(), server.version(), dump.position()));
    }

    /** Facts that were read at the very position of the dump; not there when changes came between. */
    private Optional<Facts> counted(ServerState.Counted before, @Nullable LogPosition position) {
        if (position == null) {
            return Optional.empty();
        }
        return position.equals(before.position())
                ? Optional.of(before.facts())
                : Optional.of(server.count())
                        .filter(after -> position.equals(after.position()))
                        .map(ServerState.Counted::facts);
    }

    private record Dump(StoredFile file, @Nullable LogPosition position) {}

    private Dump dump(Path file, boolean log) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--single-transaction",
                "--quick",
                "--routines",
                "--triggers",
                "--events",
                "--hex-blob",
                "--no-tablespaces",
                "--default-character-set=utf8mb4",
                "--max-allowed-packet=1G"));
        if (log) {
            arguments.add(ServerTools.Tool.DUMP.isMySql() ? "--source-data=2" : "--master-data=2");
        }
        arguments.add(uri.name());
        StringBuilder head = new StringBuilder();
        try (ServerTools tools = new ServerTools(uri)) {
            StoredFile stored = DurableFiles.writeCompressed(
                    file,
                    out -> tools.run(ServerTools.Tool.DUMP, arguments, ServerTools.Input.NOTHING, new Head(out, head)));
            Matcher matcher = POSITION.matcher(head);
            return new Dump(
                    stored,
                    matcher.find() ? new LogPosition(matcher.group(1), Long.parseLong(matcher.group(2))) : null);
        }
    }

    /** Keeps the beginning of what is written. */
    private static final class Head extends FilterOutputStream {
        private final StringBuilder head;

        Head(OutputStream out, StringBuilder head) {
            super(out);
            this.head = head;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int wanted = Math.min(length, HEAD - head.length());
            if (wanted > 0) {
                head.append(new String(bytes, offset, wanted, StandardCharsets.ISO_8859_1));
            }
            out.write(bytes, offset, length);
        }
    }

    @Override
    public Chain follow(Chain chain) throws IOException {
        ServerTools.Tool.LOG.find();
        if (!server.keepsLog()) {
            throw new BackupException(
                    "The server of " + uri + " keeps no binary log, so that only whole snapshots can be"
                            + " made: set log_bin and server_id in its configuration, and start it anew");
        }
        LogPosition end = chain.logEnd()
                .orElseThrow(() -> new GapException("The server kept no binary log when the last snapshot was made"));
        Instant from = server.now();
        LogPosition now = server.position();
        if (now.equals(end)) {
            return chain.watchedUntil(from);
        }
        List<ServerState.Log> wanted = server.logs().stream()
                .dropWhile(log -> !log.name().equals(end.log()))
                .toList();
        if (wanted.isEmpty() || wanted.getFirst().size() < end.offset()) {
            throw new GapException("The server no longer has the binary log from " + end + " on");
        }
        Chain longer = chain;
        for (ServerState.Log log : wanted) {
            longer = fetch(
                    longer,
                    new LogPosition(
                            log.name(), log.name().equals(end.log()) ? end.offset() : BinaryLogFile.FIRST_EVENT),
                    from);
        }
        return longer.increments().size() == chain.increments().size() ? chain.watchedUntil(from) : longer;
    }

    private Chain fetch(Chain chain, LogPosition start, Instant from) throws IOException {
        try (ServerTools tools = new ServerTools(uri)) {
            tools.run(
                    ServerTools.Tool.LOG,
                    List.of(
                            "--read-from-remote-server",
                            "--raw",
                            "--start-position=" + start.offset(),
                            "--result-file=" + tools.directory() + "/",
                            start.log()),
                    ServerTools.Input.NOTHING,
                    OutputStream.nullOutputStream());
            Path fetched = tools.directory().resolve(start.log());
            BinaryLogFile events = BinaryLogFile.read(fetched, start.offset());
            if (events.end() == start.offset()) {
                return chain;
            }
            return chain.addLog(start, events, from, server.now(), out -> Files.copy(fetched, out));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
