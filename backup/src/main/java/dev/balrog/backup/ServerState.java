// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** State of a server and of its binary log. */
final class ServerState implements AutoCloseable {
    private final Database database;

    ServerState(DatabaseUri.MySql uri) {
        this.database = new Database(uri, DatabaseOptions.forReading());
    }

    /** Reads the database in one transaction. */
    <T> T read(Function<DSLContext, T> query) {
        return database.read(query);
    }

    /** Returns the server's time, which the events in the binary log have, too. */
    Instant now() {
        BigDecimal seconds = database.read(sql ->
                sql.fetchOptional("SELECT UNIX_TIMESTAMP(NOW(6))").orElseThrow().get(0, BigDecimal.class));
        return Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }

    String version() {
        return database.read(
                sql -> sql.fetchOptional("SELECT VERSION()").orElseThrow().get(0, String.class));
    }

    boolean keepsLog() {
        return database.read(
                sql -> sql.fetchOptional("SELECT @@log_bin").orElseThrow().get(0, Integer.class) == 1);
    }

    boolean logsRows() {
        return database.read(sql -> "ROW"
                .equals(sql.fetchOptional("SELECT @@GLOBAL.binlog_format")
                        .orElseThrow()
                        .get(0, String.class)));
    }

    /** Returns the current position of the binary log. */
    LogPosition position() {
        return database.read(ServerState::position);
    }

    private static LogPosition position(DSLContext sql) {
        Result<Record> rows;
        try {
            rows = sql.fetch("SHOW MASTER STATUS");
        } catch (DataAccessException e) {
            if (String.valueOf(e.getMessage()).contains("privilege")) {
                throw e;
            }
            // Since MySQL 8.4.
            rows = sql.fetch("SHOW BINARY LOG STATUS");
        }
        if (rows.isEmpty()) {
            throw new BackupException("The server keeps no binary log");
        }
        return new LogPosition(
                rows.getFirst().get(0, String.class), rows.getFirst().get(1, Long.class));
    }

    /** File of the binary log, and its size in bytes. */
    record Log(String name, long size) {}

    /** Returns the files of the binary log that the server still has, the oldest first. */
    List<Log> logs() {
        return database.read(sql ->
                sql.fetch("SHOW BINARY LOGS").map(row -> new Log(row.get(0, String.class), row.get(1, Long.class))));
    }

    /**
     * Summary, and its position in the binary log.
     *
     * @param position null when the server does not say
     */
    record Counted(DatabaseSummary summary, @Nullable LogPosition position) {}

    /** Reads the summary in one transaction. */
    Counted count() {
        return database.read(sql -> {
            Optional<String> log = status(sql, "binlog_snapshot_file");
            Optional<Long> offset = status(sql, "binlog_snapshot_position").map(Long::valueOf);
            LogPosition position =
                    log.isPresent() && offset.isPresent() ? new LogPosition(log.get(), offset.get()) : null;
            return new Counted(DatabaseSummary.read(sql), position);
        });
    }

    private static Optional<String> status(DSLContext sql, String variable) {
        return sql.fetch("SHOW STATUS LIKE '" + variable + "'").stream()
                .map(row -> String.valueOf(row.get(1, String.class)))
                .filter(value -> !value.isEmpty() && !value.equals("null"))
                .findFirst();
    }

    @Override
    public void close() {
        database.close();
    }
}
