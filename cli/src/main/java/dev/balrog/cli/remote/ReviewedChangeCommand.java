// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.OutdatedChangeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Command that acts on a scheduled change, provided that it is unchanged since it was read, or is
 * in the state that a script expects.
 */
abstract class ReviewedChangeCommand extends ChangeCommand {
    @Mixin
    private ChangeId change;

    @Mixin
    private ExpectedChange expected;

    @Override
    final int change(BalrogClient client, Output out) {
        Optional<ChangeReview> found = change.read(client);
        if (found.isEmpty()) {
            return fail(change.name() + " is not open: it does not exist, or it was enacted or deleted");
        }
        ChangeReview read = found.get();
        if (expected.isGiven()) {
            if (!expected.isMetBy(read, change.isOfRelease())) {
                return outdated(
                        expected.dataVersion(), expected.byPart(read), change.revision(client, expected), read, out);
            }
        } else if (!isAgreedTo(read, out)) {
            return fail("nothing was changed");
        }
        try {
            act(client, read);
        } catch (OutdatedChangeException e) {
            Optional<ChangeReview> now = change.read(client);
            return now.isEmpty()
                    ? fail("nothing was changed: " + change.name() + " was enacted or deleted meanwhile")
                    : outdated(
                            change.isOfRelease() ? null : read.dataVersion(),
                            read.digests(),
                            Optional.of(read),
                            now.get(),
                            out);
        }
        report(out);
        return ExitCode.OK;
    }

    ChangeId id() {
        return change;
    }

    /**
     * Returns whether the user agrees to the change as it was read. Only called if no state is
     * expected.
     */
    abstract boolean isAgreedTo(ChangeReview read, Output out);

    /** Executes the command on the change as it was read. */
    abstract void act(BalrogClient client, ChangeReview read);

    /** Prints the confirmation. */
    abstract void report(Output out);

    private int outdated(
            @Nullable Long dataVersion,
            Map<String, String> digests,
            Optional<ChangeReview> earlier,
            ChangeReview now,
            Output out) {
        List<Difference> differences = earlier.map(now::differencesSince).orElseGet(List::of);
        if (out.isForPrograms()) {
            ObjectNode document = Shapes.object();
            document.set("differences", Shapes.differences(differences));
            document.set("current", now.toJson());
            out.json(document);
        } else {
            printOutdated(dataVersion, digests, earlier.isPresent(), differences, now, out);
        }
        return fail("nothing was changed: " + change.name() + " is no longer what "
                + (expected.isGiven() ? "the options say" : "you read"));
    }

    private static void printOutdated(
            @Nullable Long dataVersion,
            Map<String, String> digests,
            boolean isEarlierKnown,
            List<Difference> differences,
            ChangeReview now,
            Output out) {
        boolean sameVersion = dataVersion == null || dataVersion == now.dataVersion();
        out.line("Changed since then:");
        List<List<String>> rows = new ArrayList<>();
        if (!sameVersion) {
            rows.add(List.of("  data version", Objects.toString(dataVersion), "->", Long.toString(now.dataVersion())));
        }
        TreeSet<String> parts = new TreeSet<>(digests.keySet());
        parts.addAll(now.digests().keySet());
        for (String part : parts) {
            String before = digests.getOrDefault(part, "(nothing)");
            String after = now.digests().getOrDefault(part, "(nothing)");
            if (!before.equals(after)) {
                rows.add(List.of(now.parts().size() == 1 ? "  digest" : "  digest of " + part, before, "->", after));
            }
        }
        out.table(rows);
        if (!differences.isEmpty()) {
            ChangeReview.printDifferences(differences, out);
        } else if (sameVersion) {
            out.line("  The scheduled change is the same. Something that it reaches was edited.");
        } else if (!isEarlierKnown) {
            out.line("It is now:");
            now.print(out);
        }
    }

    @Override
    final JsonNode current(BalrogClient client) {
        return change.read(client)
                .<JsonNode>map(
                        review -> review.toJson().path("scheduled_changes").path(0))
                .orElse(NullNode.getInstance());
    }
}
