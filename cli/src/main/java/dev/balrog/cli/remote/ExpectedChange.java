// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** State of a scheduled change that a script expects. */
final class ExpectedChange {
    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = {
                "Outcome digest that you agree to, as printed by 'balrog scheduled-change show'. If it is not the"
                        + " current one, the command fails without a change.",
                "For a release with several parts: PART=DIGEST, once for each part."
            })
    private List<String> digests = new ArrayList<>();

    @Option(
            names = "--data-version",
            paramLabel = "NUMBER",
            description = "Data version of the scheduled change that you agree to. Required with --digest, except"
                    + " for releases.")
    private @Nullable Long dataVersion;

    /** Returns whether a state is expected. */
    boolean isGiven() {
        return !digests.isEmpty() || dataVersion != null;
    }

    @Nullable
    Long dataVersion() {
        return dataVersion;
    }

    /**
     * Returns whether a change is in the expected state.
     *
     * @param ofRelease whether it is a change of a release, whose parts have separate digests
     * @throws InvalidOptionException if the options do not describe a state
     */
    boolean isMetBy(ChangeReview current, boolean ofRelease) {
        if (digests.isEmpty() || ofRelease == (dataVersion != null)) {
            throw new InvalidOptionException(
                    ofRelease
                            ? "for a release, give --digest for each of its parts, and no --data-version"
                            : "--digest and --data-version belong together");
        }
        return byPart(current).equals(current.digests())
                && (dataVersion == null || dataVersion == current.dataVersion());
    }

    /** Returns the expected digests, by part. */
    Map<String, String> byPart(ChangeReview current) {
        Map<String, String> byPart = new TreeMap<>();
        for (String text : digests) {
            int separator = text.indexOf('=');
            if (separator < 0 && (digests.size() > 1 || current.parts().size() > 1)) {
                throw new InvalidOptionException(
                        "'" + text + "' does not say which part it is the digest of: give PART=DIGEST");
            }
            String part = separator < 0
                    ? current.parts().getFirst().partKey()
                    : text.substring(0, separator).strip();
            byPart.put(part, text.substring(separator + 1).strip().toLowerCase(Locale.ROOT));
        }
        return byPart;
    }
}
