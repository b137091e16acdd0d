// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Errors that checks have found in the content of one release. */
final class Findings {
    /** Maximum number of collected errors, which are compared with those of the stored release. */
    private static final int MAX_COLLECTED = 10_000;

    /** Maximum number of reported errors. */
    private static final int MAX_REPORTED = 100;

    private static final int LONGEST_VALUE = 100;

    private final List<Fault> found = new ArrayList<>();

    /** Error at a location, compared by value with those of the stored release. */
    private record Fault(String pointer, String message, JsonNode value) {}

    /** Adds an error of a value. The location of the value is prepended to the message. */
    void add(Located place, String message) {
        addVerbatim(place, place.path().isEmpty() ? message : place.path() + ": " + message);
    }

    /** Adds an error of a value, with an unchanged message. */
    void addVerbatim(Located place, String message) {
        if (found.size() < MAX_COLLECTED) {
            // Errors of containers are equal if their location and message are.
            JsonNode value = place.value().isContainer() ? MissingNode.getInstance() : place.value();
            found.add(new Fault(present(place).pointer(), message, value));
        }
    }

    /** Returns the location itself or, for a missing value, its closest existing ancestor. */
    private static Located present(Located place) {
        Located parent = place.parent();
        return place.value().isMissingNode() && parent != null ? present(parent) : place;
    }

    /** Removes the errors that another release has at the same locations, for the same values. */
    void removeAll(Findings others) {
        Set<Fault> known = new HashSet<>(others.found);
        found.removeIf(known::contains);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns the errors, at most the first {@value #MAX_REPORTED}. */
    List<ReleaseError> errors() {
        List<ReleaseError> errors = new ArrayList<>();
        for (Fault fault : found.subList(0, Math.min(found.size(), MAX_REPORTED))) {
            errors.add(new ReleaseError(fault.pointer, fault.message));
        }
        if (found.size() > MAX_REPORTED) {
            errors.add(ReleaseError.ofAll("There are more errors; these are the first " + MAX_REPORTED + "."));
        }
        return List.copyOf(errors);
    }

    /** Returns a value as shown in messages. */
    static String shown(JsonNode value) {
        return shown(value.toString());
    }

    /**
     * Returns a string as shown in messages: truncated, without control characters and characters
     * that XML does not allow.
     */
    static String shown(String text) {
        String cut = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || !XmlCharacters.isValid(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
