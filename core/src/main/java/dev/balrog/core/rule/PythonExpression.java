// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Translates regular expressions of <a href="https://docs.python.org/3.13/library/re.html">Python's
 * re</a> to <a href="https://github.com/google/re2j">RE2/J</a>, which matches in linear time.
 *
 * <p>The translation keeps the language of the expression: {@code $} also matches before a final
 * line feed, classes such as {@code \w} are those of Unicode, braces without a count are literal.
 * There are three differences: word boundaries are those of ASCII, nothing can follow the line feed
 * that {@code $} matched before, and {@code \W} within a set, flags other than {@code i} and
 * {@code s}, and counts above 1000 are rejected, as are backreferences and lookaround.
 */
final class PythonExpression {
    private static final int MAX_COUNT = 1000;
    /**
     * Largest accepted program size, which bounds memory and the time per character, even for
     * nested counts.
     */
    private static final int MAX_PROGRAM_SIZE = 20_000;

    private static final int MAX_EXPANSION = 20_000;
    private static final String WORD = "\\p{L}\\p{N}_";
    private static final String SPACE =
            "\\x{9}-\\x{d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}";
    private static final String NO_SPACE = "\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}"
            + "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}"
            + "\\x{3001}-\\x{10ffff}";

    private final String source;
    private final StringBuilder target = new StringBuilder();
    private final Deque<Long> expansionAtGroup = new ArrayDeque<>();
    private final Set<String> groupNames = new HashSet<>();
    private int position;
    private Previous previous = Previous.NONE;
    /** Size of the expression so far, and of its last item, with counts multiplied out. */
    private long expansion;

    private long itemExpansion;

    /** Expression that Python or RE2/J rejects. */
    static final class UnsupportedExpressionException extends Exception {
        private static final long serialVersionUID = 1;

        UnsupportedExpressionException(String reason) {
            super(reason);
        }
    }

    /** Kind of item that a quantifier would repeat. */
    private enum Previous {
        NONE,
        ITEM,
        REPEATED
    }

    private PythonExpression(String source) {
        this.source = source;
    }

    /**
     * Compiles an expression for {@link com.google.re2j.Matcher#lookingAt}, the equivalent of
     * Python's {@code re.match}.
     *
     * @throws UnsupportedExpressionException when it is invalid in Python, or has no equivalent in
     *     RE2/J
     */
    static Pattern compile(String expression) throws UnsupportedExpressionException {
        String translated = new PythonExpression(expression).translate();
        try {
            Pattern pattern = Pattern.compile(translated);
            if (pattern.programSize() > MAX_PROGRAM_SIZE) {
                throw new UnsupportedExpressionException("the expression is too large");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new UnsupportedExpressionException(e.getDescription() + ": " + e.getPattern());
        }
    }

    private String translate() throws UnsupportedExpressionException {
        while (position < source.length()) {
            int character = next();
            switch (character) {
                case '(' -> openGroup();
                case ')' -> closeGroup();
                case '|' -> {
                    target.append('|');
                    previous = Previous.NONE;
                }
                case '^' -> anchor("^");
                case '$' -> anchor("(?:\\x{a}?\\z)");
                case '.' -> item(".");
                case '*' -> repeat("*", 1);
                case '+' -> repeat("+", 1);
                case '?' -> repeat("?", 1);
                case '{' -> braces();
                case '[' -> item(set());
                case '\\' -> escape();
                default -> item(literal(character));
            }
        }
        if (!expansionAtGroup.isEmpty()) {
            throw new UnsupportedExpressionException("missing ), unterminated group");
        }
        return target.toString();
    }

    private int next() throws UnsupportedExpressionException {
        if (position >= source.length()) {
            throw new UnsupportedExpressionException("unexpected end of the expression");
        }
        int character = source.codePointAt(position);
        position += Character.charCount(character);
        return character;
    }

    private boolean skip(String expected) {
        if (source.startsWith(expected, position)) {
            position += expected.length();
            return true;
        }
        return false;
    }

    private void item(String translated) {
        target.append(translated);
        itemExpansion = 1;
        expansion++;
        previous = Previous.ITEM;
    }

    private void anchor(String translated) {
        target.append(translated);
        previous = Previous.NONE;
    }

    private void openGroup() throws UnsupportedExpressionException {
        if (skip("?#")) {
            int end = source.indexOf(')', position);
            if (end < 0) {
                throw new UnsupportedExpressionException("missing ), unterminated comment");
            }
            position = end + 1;
            return;
        }
        String opening = "(?:";
        if (skip("?P<")) {
            int end = source.indexOf('>', position);
            String name = end < 0 ? "" : source.substring(position, end);
            if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*") || !groupNames.add(name)) {
                throw new UnsupportedExpressionException("bad group name");
            }
            position = end + 1;
        } else if (skip("?")) {
            opening = flags();
        }
        target.append(opening);
        expansionAtGroup.push(expansion);
        previous = Previous.NONE;
    }

    /** Parses the flags of a group, from {@code (?} to the colon. */
    private String flags() throws UnsupportedExpressionException {
        int colon = source.indexOf(':', position);
        String flags = colon < 0 ? "-" : source.substring(position, colon);
        if (!flags.matches("|[is]+|[is]*-[is]+")) {
            throw new UnsupportedExpressionException("unsupported group: lookaround, conditions, atomic groups, flags");
        }
        position = colon + 1;
        return "(?" + flags + ":";
    }

    private void closeGroup() throws UnsupportedExpressionException {
        if (expansionAtGroup.isEmpty()) {
            throw new UnsupportedExpressionException("unbalanced parenthesis");
        }
        itemExpansion = expansion - expansionAtGroup.pop() + 1;
        target.append(')');
        previous = Previous.ITEM;
    }

    private void repeat(String quantifier, int count) throws UnsupportedExpressionException {
        if (previous == Previous.NONE) {
            throw new UnsupportedExpressionException("nothing to repeat");
        }
        if (previous == Previous.REPEATED) {
            throw new UnsupportedExpressionException("multiple repeat");
        }
        if (skip("+")) {
            throw new UnsupportedExpressionException("possessive quantifier");
        }
        // Lazy and greedy quantifiers match the same strings.
        skip("?");
        target.append(quantifier);
        expansion += itemExpansion * (count - 1L);
        if (expansion > MAX_EXPANSION) {
            throw new UnsupportedExpressionException("the expression is too large");
        }
        previous = Previous.REPEATED;
    }

    private void braces() throws UnsupportedExpressionException {
        int end = source.indexOf('}', position);
        String count = end < 0 ? "" : source.substring(position, end);
        if (!count.matches("[0-9]+|[0-9]*,[0-9]*")) {
            item(literal('{'));
            return;
        }
        position = end + 1;
        int comma = count.indexOf(',');
        String from = comma < 0 ? count : count.substring(0, comma);
        String to = comma < 0 ? count : count.substring(comma + 1);
        int least = from.isEmpty() ? 0 : count(from);
        int most = to.isEmpty() ? -1 : count(to);
        if (most >= 0 && least > most) {
            throw new UnsupportedExpressionException("min repeat greater than max repeat");
        }
        repeat("{" + least + "," + (most < 0 ? "" : most) + "}", Math.max(1, Math.max(least, most)));
    }

    private static int count(String digits) throws UnsupportedExpressionException {
        if (digits.length() > 4 || Integer.parseInt(digits) > MAX_COUNT) {
            throw new UnsupportedExpressionException("a count above " + MAX_COUNT);
        }
        return Integer.parseInt(digits);
    }

    private String set() throws UnsupportedExpressionException {
        StringBuilder set = new StringBuilder(skip("^") ? "[^" : "[");
        boolean empty = true;
        while (true) {
            int character = next();
            if (character == ']' && !empty) {
                return set.append(']').toString();
            }
            empty = false;
            String category = "";
            if (character == '\\') {
                category = categoryInSet();
                character = category.isEmpty() ? escapedCharacter(true) : character;
            }
            if (!skip("-")) {
                set.append(category.isEmpty() ? literal(character) : category);
            } else if (skip("]")) {
                return set.append(category.isEmpty() ? literal(character) : category)
                        .append(literal('-'))
                        .append(']')
                        .toString();
            } else {
                int last = next();
                boolean lastIsCategory = last == '\\' && !categoryInSet().isEmpty();
                last = last == '\\' && !lastIsCategory ? escapedCharacter(true) : last;
                if (!category.isEmpty() || lastIsCategory || last < character) {
                    throw new UnsupportedExpressionException("bad character range");
                }
                set.append(literal(character)).append('-').append(literal(last));
            }
        }
    }

    /** Parses a class such as the {@code w} of {@code \w}; empty when none follows. */
    private String categoryInSet() throws UnsupportedExpressionException {
        if (skip("W")) {
            throw new UnsupportedExpressionException("\\W in a set");
        }
        return skip("d")
                ? "\\p{Nd}"
                : skip("D") ? "\\P{Nd}" : skip("s") ? SPACE : skip("S") ? NO_SPACE : skip("w") ? WORD : "";
    }

    private void escape() throws UnsupportedExpressionException {
        if (skip("W")) {
            item("[^" + WORD + "]");
            return;
        }
        String category = categoryInSet();
        if (!category.isEmpty()) {
            item("[" + category + "]");
        } else if (skip("A")) {
            anchor("\\A");
        } else if (skip("Z")) {
            anchor("\\z");
        } else if (skip("b")) {
            anchor("\\b");
        } else if (skip("B")) {
            anchor("\\B");
        } else {
            item(literal(escapedCharacter(false)));
        }
    }

    /** Parses the rest of an escape sequence for one character. */
    private int escapedCharacter(boolean inSet) throws UnsupportedExpressionException {
        int character = next();
        return switch (character) {
            case 'a' -> 7;
            case 'b' -> 8; // Only in a set: elsewhere it is an anchor.
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> octal(inSet || character == '0');
            default -> {
                if (character < 128 && Character.isLetter(character)) {
                    throw new UnsupportedExpressionException("bad escape \\" + Character.toString(character));
                }
                yield character;
            }
        };
    }

    private int hexadecimal(int digits) throws UnsupportedExpressionException {
        int end = position + digits;
        if (end > source.length() || !source.substring(position, end).matches("[0-9a-fA-F]+")) {
            throw new UnsupportedExpressionException("incomplete escape");
        }
        long value = Long.parseLong(source.substring(position, end), 16);
        position = end;
        if (value > Character.MAX_CODE_POINT) {
            throw new UnsupportedExpressionException("bad escape");
        }
        return (int) value;
    }

    /**
     * Parses an octal number whose first digit has been read: three digits, or fewer where allowed.
     */
    private int octal(boolean fewerDigits) throws UnsupportedExpressionException {
        int begin = position - 1;
        int end = begin;
        while (end < source.length() && end < begin + 3 && source.charAt(end) >= '0' && source.charAt(end) <= '7') {
            end++;
        }
        if (end == begin || (!fewerDigits && end - begin < 3)) {
            throw new UnsupportedExpressionException("backreference");
        }
        int value = Integer.parseInt(source.substring(begin, end), 8);
        if (value > 255) {
            throw new UnsupportedExpressionException("octal escape out of range");
        }
        position = end;
        return value;
    }

    private static String literal(int character) {
        return "\\x{" + Integer.toHexString(character) + "}";
    }
}
