// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a revision, encoded in the name of its object: data version, time and user.
 *
 * @param dataVersion data version; null for the moment just before a release was created
 * @param timestamp milliseconds since 1970
 * @param changedBy name of the user
 */
public record RevisionInfo(@Nullable Integer dataVersion, long timestamp, String changedBy) {

    /** Order by time, newest first; for the same timestamp, higher data versions first. */
    public static final Comparator<RevisionInfo> NEWEST_FIRST = Comparator.comparingLong(RevisionInfo::timestamp)
            .thenComparing(RevisionInfo::dataVersion, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(RevisionInfo::changedBy);

    private static final Pattern NAME = Pattern.compile("(None|[0-9]{1,9})-([0-9]{1,18})-(.*)\\.json", Pattern.DOTALL);

    /** Returns the prefix of all objects in the history of a release. */
    static String prefix(String identifier) {
        return identifier + "/";
    }

    /**
     * Returns the prefix of the objects for a data version in the history of a release; does not
     * match data versions with more digits.
     */
    static String prefix(String identifier, int dataVersion) {
        return prefix(identifier) + dataVersion + "-";
    }

    /** Returns the name of the object in the history of a release. */
    public String objectName(String identifier) {
        String version = dataVersion == null ? "None" : dataVersion.toString();
        return prefix(identifier) + version + "-" + timestamp + "-" + changedBy + ".json";
    }

    /** Parses the name of an object; empty when it is none in the history of this release. */
    public static Optional<RevisionInfo> parse(String identifier, String objectName) {
        String prefix = prefix(identifier);
        if (!objectName.startsWith(prefix)) {
            return Optional.empty();
        }
        Matcher matcher = NAME.matcher(objectName.substring(prefix.length()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1);
        return Optional.of(new RevisionInfo(
                version.equals("None") ? null : Integer.valueOf(version),
                Long.parseLong(matcher.group(2)),
                matcher.group(3)));
    }
}
