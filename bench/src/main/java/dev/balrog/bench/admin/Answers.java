// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

/**
 * Numbers of responses by status class.
 *
 * @param successes the responses with status 2xx or 3xx
 * @param refusals the responses with status 4xx, including conflicts
 * @param failures the responses with status 5xx
 */
record Answers(long successes, long refusals, long failures) {
    static final Answers NONE = new Answers(0, 0, 0);

    /** Returns this number of responses for the status class with this first digit. */
    static Answers of(String digit, long number) {
        return switch (digit) {
            case "4" -> new Answers(0, number, 0);
            case "5" -> new Answers(0, 0, number);
            default -> new Answers(number, 0, 0);
        };
    }

    Answers plus(Answers other) {
        return new Answers(successes + other.successes, refusals + other.refusals, failures + other.failures);
    }

    Answers minus(Answers other) {
        return new Answers(successes - other.successes, refusals - other.refusals, failures - other.failures);
    }
}
