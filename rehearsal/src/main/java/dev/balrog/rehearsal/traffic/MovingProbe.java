// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request whose answer is changed by the rehearsal again and again: it leads to the build whose number is a base and the
 * version of the change.
 */
public final class MovingProbe implements Probe {
    private static final Pattern BUILD_ID = Pattern.compile(" buildID=\"(\\d+)\"");

    private final String target;
    private final long base;
    private final String first;
    private final Journal journal;

    /**
     * A probe.
     *
     * @param base the build of version 0
     * @param first the answer that leads to version 0
     * @param journal which versions may be answered
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
