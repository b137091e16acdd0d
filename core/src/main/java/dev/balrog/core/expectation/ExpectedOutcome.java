// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

/** Outcome that an expectation demands for each of its requests. */
public sealed interface ExpectedOutcome {

    /** Returns the outcome as a noun phrase, such as {@code an update to at least 140.0}. */
    String description();

    /** The update of this release, whichever version it has. */
    record OfRelease(String name) implements ExpectedOutcome {
        @Override
        public String description() {
            return "release " + name;
        }
    }

    /** No update, for any reason other than an error. */
    record Nothing() implements ExpectedOutcome {
        @Override
        public String description() {
            return "no update";
        }
    }

    /** Any update. */
    record Anything() implements ExpectedOutcome {
        @Override
        public String description() {
            return "an update";
        }
    }

    /** An update to this version or a newer one. */
    record AtLeast(String version) implements ExpectedOutcome {
        @Override
        public String description() {
            return "an update to at least " + version;
        }
    }

    /**
     * The same response as before a change: neither another release nor other content, for no share
     * of the clients. Held where nothing is changed.
     */
    record Unchanged() implements ExpectedOutcome {
        @Override
        public String description() {
            return "the same response as before";
        }
    }

    /**
     * This version or a newer one after a number of consecutive updates.
     *
     * @param steps largest number of updates; a client that has the version needs none
     */
    record Reaches(String version, int steps) implements ExpectedOutcome {
        @Override
        public String description() {
            return "version " + version + " within " + steps + (steps == 1 ? " step" : " steps");
        }
    }
}
