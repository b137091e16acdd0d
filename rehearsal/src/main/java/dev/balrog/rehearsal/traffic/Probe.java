// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.traffic;

/** Request of the simulated clients, with a check of its response. */
public interface Probe {
    /** Returns the path and query. */
    String target();

    /**
     * Checks a response.
     *
     * @param asked the time of the request, by {@link System#nanoTime}
     * @param answered the time of the response
     * @return a description of the fault; empty if there is none
     */
    String fault(String body, long asked, long answered);

    /** Returns whether a response contains an update. */
    static boolean isUpdate(String body) {
        return body.contains("<update ") || body.contains("<addon ");
    }

    /** Request with a constant response. */
    record Constant(String target, String expected) implements Probe {
        @Override
        public String fault(String body, long asked, long answered) {
            return body.equals(expected) ? "" : "not the known answer, but: " + body;
        }
    }
}
