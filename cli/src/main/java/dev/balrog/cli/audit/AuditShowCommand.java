// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.audit;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.TimeConverter;
import dev.balrog.cli.options.Variable;
import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditEntry;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lists entries of the audit log. */
@Command(name = "show", description = "List entries of the audit log, newest first.")
final class AuditShowCommand implements Runnable {
    @Mixin
    private DatabaseOptions database;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only changes of this table, such as rules.")
    private @Nullable String table;

    @Option(names = "--user", paramLabel = "USER", description = "Only changes by this user, or on this user's behalf.")
    private @Nullable String user;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Only changes at or after this time, such as 2026-01-31T12:00:05Z.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Only changes at or before this time.")
    private @Nullable Instant until;

    @Option(names = "--limit", paramLabel = "NUMBER", defaultValue = "50", description = "Maximum number of entries.")
    @Variable("BALROG_AUDIT_LIMIT")
    private int limit;

    @Option(names = "--json", description = "Print each entry as one line of JSON, with its digests and hashes.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        AuditChain.Filter filter = new AuditChain.Filter(
                table, user, since == null ? null : since.toEpochMilli(), until == null ? null : until.toEpochMilli());
        List<AuditEntry> entries;
        try (Database opened = database.connectForReading()) {
            entries = opened.read(sql -> AuditChain.list(sql, filter, limit));
        }
        PrintWriter out = spec.commandLine().getOut();
        for (AuditEntry entry : entries) {
            out.println(
                    json
                            ? JsonMapper.shared()
                                    .writeValueAsString(entry.json().put("hash", entry.hash()))
                            : line(entry));
        }
        out.flush();
    }

    private static String line(AuditEntry entry) {
        String who = entry.onBehalfOf() == null ? entry.changedBy() : entry.changedBy() + " for " + entry.onBehalfOf();
        return entry.sequence() + "  " + Instant.ofEpochMilli(entry.millis()) + "  " + who + "  " + entry.action()
                + entry.changedRow().map(row -> "  " + row).orElse("")
                + (entry.dataVersion() == null ? "" : "  version " + entry.dataVersion())
                + (entry.signoffs() == null ? "" : "  signoffs " + entry.signoffs());
    }
}
