// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.audit;

import dev.balrog.cli.options.DatabaseOptions;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cli.run.Counter;
import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditVerifier;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Verifies that the audit log, the tables and their histories agree. */
@Command(
        name = "verify",
        description = {
            "Verify that the audit log, all governed tables and their histories agree.",
            "Prints each difference, and exits with 1 if there is one. Read-only."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--from",
            paramLabel = "SEQUENCE",
            defaultValue = "1",
            description =
                    "First entry to verify: only rows of this and later entries are compared. Default: the" + " given.")
    @Variable("BALROG_AUDIT_FROM")
    private long from;

    @Option(
            names = "--head",
            paramLabel = "SEQUENCE:HASH",
            converter = HeadConverter.class,
            description = "A head of the log that was recorded elsewhere and must be in the log. Repeatable.")
    private @Nullable List<AuditHead> heads;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Counter counter = Counter.on(spec.commandLine().getErr());
        AuditVerifier.Result result;
        try (Database opened = database.connectForReading()) {
            result = new AuditVerifier(opened, counter).verify(from, heads == null ? List.of() : heads);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        } finally {
            counter.clear();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(json(result)));
        } else {
            print(result, out);
        }
        out.flush();
        return result.agrees() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(AuditVerifier.Result result, PrintWriter out) {
        for (AuditFinding finding : result.findings()) {
            out.println(finding);
        }
        if (result.count() > result.findings().size()) {
            out.println(String.format(
                    Locale.ROOT,
                    "… and %,d more",
                    result.count() - result.findings().size()));
        }
        out.println(String.format(
                Locale.ROOT,
                "%s: %,d entries, %,d rows and %,d rows of histories %s.",
                result.head(),
                result.entries(),
                result.rows(),
                result.historyRows(),
                result.agrees() ? "agree" : "do not agree"));
    }

    private static ObjectNode json(AuditVerifier.Result result) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("agrees", result.agrees());
        object.putObject("head")
                .put("sequence", result.head().sequence())
                .put("hash", result.head().hash())
                .put("timestamp", result.head().millis());
        object.put("entries", result.entries());
        object.put("rows", result.rows());
        object.put("history_rows", result.historyRows());
        object.put("count", result.count());
        result.findings().forEach(finding -> object.withArray("findings").add(finding.json()));
        return object;
    }

    /** Parses a head of the audit log. */
    static final class HeadConverter implements ITypeConverter<AuditHead> {
        @Override
        public AuditHead convert(String value) {
            try {
                return AuditHead.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }
}
