// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import dev.balrog.core.rule.ColumnKind;
import dev.balrog.core.rule.RuleColumn;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Normalization of the columns of a rule, from user input to their stored form. */
public final class RuleInput {
    private static final Set<String> LISTS = columns(ColumnKind.LIST);
    private static final Set<String> INTEGERS = columns(ColumnKind.INTEGER);
    private static final String DATA_VERSION = "data_version";

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private RuleInput() {}

    private static Set<String> columns(ColumnKind kind) {
        return RuleColumn.all().stream()
                .filter(column -> column.kind() == kind)
                .map(RuleColumn::column)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isInteger(String column) {
        return column.equals(DATA_VERSION) || INTEGERS.contains(column);
    }

    /**
     * Normalizes columns: removes whitespace at both ends of strings and everywhere in lists, and
     * replaces blank strings by null and numeric strings by numbers where numbers are expected.
     *
     * @param columns any columns of a rule; not modified
     * @throws BadDataException when a column of whole numbers can't be parsed as one
     */
    public static ObjectNode normalise(ObjectNode columns) {
        ObjectNode result = columns.objectNode();
        columns.forEachEntry((column, value) -> result.set(column, normalise(column, value)));
        return result;
    }

    private static JsonNode normalise(String column, JsonNode value) {
        JsonNode trimmed = value instanceof StringNode text ? trim(column, text.asString()) : value;
        return isInteger(column) && !trimmed.isNull() ? integer(column, trimmed) : trimmed;
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
        throw new BadDataException(column + ": expected an integer, found " + value);
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

    /**
     * Returns whether a character is Unicode whitespace, including the no-break spaces, which
     * {@link String#strip} keeps.
     */
    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == '\u0085';
    }
}
