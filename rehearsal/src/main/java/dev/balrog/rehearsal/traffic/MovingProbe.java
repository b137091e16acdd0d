// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Request whose response changes during the rehearsal: it contains a build ID that is the sum of a
 * base and the version of the change.
 */
public final class MovingProbe implements Probe {
    private static final Pattern BUILD_ID = Pattern.compile(" buildID=\"(\\d+)\"");

    private final String target;
    private final long base;
    private final String first;
    private final Journal journal;

    /**
     * Creates a probe.
     *
     * @param base the build ID of version 0
     * @param first the response for version 0
     * @param journal the versions that may be served
     */
    public MovingProbe(String target, long base, String first, Journal journal) {
        this.target = target;
        this.base = base;
        this.first = first;
        this.journal = journal;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String fault(String body, long asked, long answered) {
        Matcher matcher = BUILD_ID.matcher(body);
        if (!matcher.find()) {
            return "no update: " + body;
        }
        long build = Long.parseLong(matcher.group(1));
        Journal.Allowed allowed = journal.allowed(asked, answered);
        if (build < base || !allowed.includes((int) (build - base))) {
            return "build " + build + ", but " + (base + allowed.lowest()) + " to " + (base + allowed.highest())
                    + " are right at the time";
        }
        return body.equals(first.replace(Long.toString(base), Long.toString(build)))
                ? ""
                : "the right build in a wrong answer: " + body;
    }
}
