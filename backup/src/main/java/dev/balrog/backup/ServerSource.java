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
 * Database on a MariaDB or MySQL server. Snapshots are dumps, by the server's dump program in one transaction; increments
 * are the new parts of the server's binary log, fetched by {@code mariadb-binlog --raw}.
 */
final class ServerSource implements BackupSource {
    static final String DATA = "snapshot.sql.gz";

    private static final int HEAD = 1 << 16;
    private static final String TRUNCATED = "truncated in the middle of event";
    private static final Pattern POSITION = Pattern.compile(
            "(?:MASTER|SOURCE)_LOG_FILE='([^']+)',\\s*(?:MASTER|SOURCE)_LOG_POS=([0-9]+)", Pattern.CASE_INSENSITIVE);

    private static final String WORK = DurableFiles.UNFINISHED + "programs";

    private final DatabaseUri.MySql uri;
    private final Path directory;
    private final ServerState server;

    /**
     * Creates the source.
     *
     * @param directory directory of the backups; what a killed process leaves there is removed with its unfinished work
     */
    ServerSource(DatabaseUri.MySql uri, Path directory) {
        this.uri = uri;
        this.directory = directory;
        this.server = new ServerState(uri);
    }

    private ServerPrograms programs() throws IOException {
        Path work = directory.resolve(WORK);
        DurableFiles.deleteTree(work);
        DurableFiles.makePrivate(work);
        return new ServerPrograms(uri, work);
    }

    @Override
    public Snapshot snapshot(Path chain) throws IOException {
        ServerPrograms.Program.DUMP.find();
        boolean log = server.keepsLog();
        Instant from = server.now();
        ServerState.Counted before = server.count();
        Dump dump = dump(chain.resolve(DATA), log);
        if (log && dump.position() == null) {
            throw new BackupException("The dump of " + uri + " does not name its position in the binary log");
        }
        Optional<DatabaseSummary> counted = counted(before, dump.position());
        return new Snapshot(
                Snapshot.FORMAT,
                null,
                uri.toString(),
                from,
                server.now(),
                dump.file(),
                before.summary().schemaVersion(),
                before.summary().lastChange(),
                counted.map(DatabaseSummary::rows).orElse(null),
                Version.current(),
                new Snapshot.SqlDump(uri.name(), server.version(), dump.position()));
    }

    /** Returns the summary that was read at the very position of the dump; empty when changes came between. */
    private Optional<DatabaseSummary> counted(ServerState.Counted before, @Nullable LogPosition position) {
        if (position == null) {
            return Optional.empty();
        }
        return position.equals(before.position())
                ? Optional.of(before.summary())
                : Optional.of(server.count())
                        .filter(after -> position.equals(after.position()))
                        .map(ServerState.Counted::summary);
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
            arguments.add(ServerPrograms.Program.DUMP.isMySql() ? "--source-data=2" : "--master-data=2");
        }
        arguments.add(uri.name());
        StringBuilder head = new StringBuilder();
        try (ServerPrograms programs = programs()) {
            StoredFile stored = DurableFiles.writeCompressed(
                    file,
                    out -> programs.run(
                            ServerPrograms.Program.DUMP, arguments, ServerPrograms.Input.NOTHING, new Head(out, head)));
            Matcher matcher = POSITION.matcher(head);
            return new Dump(
                    stored,
                    matcher.find() ? new LogPosition(matcher.group(1), Long.parseLong(matcher.group(2))) : null);
        }
    }

    /** Stream that keeps the beginning of what is written. */
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
    public Chain increment(Chain chain) throws IOException {
        ServerPrograms.Program.LOG.find();
        if (!server.keepsLog()) {
            throw new BackupException(
                    "The server of " + uri + " keeps no binary log, so that only snapshots can be taken:"
                            + " set log_bin and server_id in its configuration, and restart it");
        }
        LogPosition end = chain.logEnd()
                .orElseThrow(() -> new GapException("The server kept no binary log when the last snapshot was taken"));
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
            long start = log.name().equals(end.log()) ? end.offset() : BinaryLogEvents.FIRST_EVENT;
            longer = fetch(longer, new LogPosition(log.name(), start), log.equals(wanted.getLast()));
        }
        // Only now: a run that stops between two files has not seen everything until then.
        return longer.watchedUntil(from);
    }

    private Chain fetch(Chain chain, LogPosition start, boolean newest) throws IOException {
        try (ServerPrograms programs = programs()) {
            Path fetched = programs.directory().resolve(start.log());
            try {
                programs.run(
                        ServerPrograms.Program.LOG,
                        List.of(
                                "--read-from-remote-server",
                                "--raw",
                                "--start-position=" + start.offset(),
                                "--result-file=" + programs.directory() + "/",
                                start.log()),
                        ServerPrograms.Input.NOTHING,
                        OutputStream.nullOutputStream());
            } catch (BackupException e) {
                // A server that was killed left a part of an event, which was not committed, and began another file.
                if (newest || !String.valueOf(e.getMessage()).contains(TRUNCATED)) {
                    throw e;
                }
            }
            if (!Files.exists(fetched) || Files.size(fetched) <= BinaryLogEvents.FIRST_EVENT) {
                return chain;
            }
            BinaryLogEvents events = BinaryLogEvents.ofPart(programs, fetched, start);
            return events.isEmpty()
                    ? chain
                    : chain.addLog(events, chain.since(server.now()), server.now(), out -> Files.copy(fetched, out));
        }
    }

    @Override
    public List<String> limits() {
        return !server.keepsLog() || server.logsRows()
                ? List.of()
                : List.of(
                        "The server's binlog_format is not ROW: changes that are made with another default database than "
                                + uri.name() + " are not restored. Set binlog_format = ROW in its configuration");
    }

    @Override
    public void close() {
        server.close();
    }
}
