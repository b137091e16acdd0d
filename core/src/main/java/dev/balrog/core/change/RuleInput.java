// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Brings the columns of a rule, as people type them, into the form in which they are stored. */
public final class RuleInput {
    /** Lists, in which blanks have no place at all. */
    private static final Set<String> LISTS = Set.of("locale", "distribution");

    private static final Set<String> INTEGERS = Set.of("priority", "backgroundRate", "data_version");

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private RuleInput() {}

    /**
     * Normalises columns: text loses its blanks at both ends, lists lose all, text that is blank becomes null, numbers as
     * text become numbers.
     *
     * @param columns any columns of a rule; it is not changed
     * @throws BadDataException when a column that holds a whole number can't be read as one
     */
    public static ObjectNode normalise(ObjectNode columns) {
        ObjectNode result = columns.objectNode();
        columns.forEachEntry((column, value) -> result.set(column, normalise(column, value)));
        return result;
    }

    private static JsonNode normalise(String column, JsonNode value) {
        JsonNode trimmed = value instanceof StringNode text ? trim(column, text.asString()) : value;
        return INTEGERS.contains(column) && !trimmed.isNull() ? integer(column, trimmed) : trimmed;
    }

    private static JsonNode trim(String column, String text) {
        String kept = LISTS.contains(column) ? withoutBlanks(text) : strip(text);
        return kept.isEmpty() ? NullNode.getInstance() : StringNode.valueOf(kept);
    }

    private static IntNode integer(String column, JsonNode value) {
        if (value.isIntegralNumber()
                || (value.isString() && INTEGER.matcher(value.asString()).matches())) {
            try {
                return IntNode.valueOf(Integer.parseInt(value.asString()));
            } catch (NumberFormatException e) {
                throw new BadDataException(column + ": " + value.asString() + " is out of range");
            }
        }
        throw new BadDataException(column + ": expected a whole number, found " + value);
    }

    private static String withoutBlanks(String text) {
        return text.codePoints()
                .filter(c -> !isBlank(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Every white space of Unicode: wider than {@link String#strip}, which keeps those that don't break lines. */
    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == '\u0085';
    }
}
