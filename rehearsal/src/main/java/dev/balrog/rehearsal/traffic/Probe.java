// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

/** A request that clients make, and what is right to answer. */
public interface Probe {
    /** Path and query. */
    String target();

    /**
     * What is wrong with an answer; empty when nothing is.
     *
     * @param asked when it was asked for, by {@link System#nanoTime}
     * @param answered when it was there
     */
    String fault(String body, long asked, long answered);

    /** Whether an answer leads to an update. */
    static boolean isUpdate(String body) {
        return body.contains("<update ") || body.contains("<addon ");
    }

    /** A request that has to be answered the same all the time. */
    record Constant(String target, String expected) implements Probe {
        @Override
        public String fault(String body, long asked, long answered) {
            return body.equals(expected) ? "" : "not the known answer, but: " + body;
        }
    }
}
