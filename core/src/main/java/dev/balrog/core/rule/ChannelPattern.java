// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import com.google.re2j.Pattern;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.PythonExpression.UnsupportedExpressionException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Condition on the channel: one channel, all channels with a prefix, or a regular expression.
 *
 * <p>Only a pattern that ends with an asterisk matches more than one channel. As in Mozilla's
 * Balrog, the rest of it is a Python regular expression in which dots and asterisks are literal.
 * Most have no other special character and are plain prefixes.
 */
public final class ChannelPattern implements ParsedCondition {
    /**
     * Length of the shortest pattern that matches anything, asterisk included, so that no rule
     * applies to all channels by mistake.
     */
    private static final int SHORTEST_PATTERN = 3;

    /** Characters that make a prefix a regular expression; dots and asterisks do not. */
    private static final String SPECIAL_CHARACTERS = "\\[](){}+?|^$";

    private final String text;
    private final Kind kind;
    private final @Nullable Pattern expression;
    private final @Nullable String problem;

    private enum Kind {
        CHANNEL,
        PREFIX,
        EXPRESSION
    }

    private ChannelPattern(String text, Kind kind, @Nullable Pattern expression, @Nullable String problem) {
        this.text = text;
        this.kind = kind;
        this.expression = expression;
        this.problem = problem;
    }

    /** Parses a pattern. Every string is a pattern. */
    public static ChannelPattern parse(String pattern) {
        if (!pattern.endsWith("*")) {
            return new ChannelPattern(pattern, Kind.CHANNEL, null, null);
        }
        String text = pattern.substring(0, pattern.length() - 1);
        if (pattern.codePointCount(0, pattern.length()) < SHORTEST_PATTERN) {
            return new ChannelPattern(
                    text, Kind.PREFIX, null, "shorter than " + SHORTEST_PATTERN + " characters, which matches nothing");
        }
        if (text.chars().noneMatch(character -> SPECIAL_CHARACTERS.indexOf(character) >= 0)) {
            return new ChannelPattern(text, Kind.PREFIX, null, null);
        }
        try {
            String expression = text.replace(".", "\\.").replace("*", "\\*");
            return new ChannelPattern(text, Kind.EXPRESSION, PythonExpression.compile("^" + expression + ".*$"), null);
        } catch (UnsupportedExpressionException e) {
            return new ChannelPattern(text, Kind.EXPRESSION, null, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the pattern without the asterisk at its end. */
    public String text() {
        return text;
    }

    /** Returns whether the pattern matches all channels that begin with {@link #text}. */
    public boolean prefix() {
        return kind == Kind.PREFIX;
    }

    /**
     * Returns whether the pattern is a regular expression, neither a channel nor a plain prefix.
     */
    public boolean isRegularExpression() {
        return kind == Kind.EXPRESSION;
    }

    /** Returns the reason why the pattern matches no channel at all, if there is one. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Returns whether the pattern matches exactly this channel. */
    public boolean matches(String channel) {
        return switch (kind) {
            case CHANNEL -> text.equals(channel);
            case PREFIX -> problem == null && channel.startsWith(text) && endsWithItsLine(channel);
            case EXPRESSION -> expression != null && expression.matcher(channel).lookingAt();
        };
    }

    /**
     * Returns whether {@code .*$} matches the rest after the prefix: a line feed can only be the
     * last character.
     */
    private boolean endsWithItsLine(String channel) {
        int lineFeed = channel.indexOf('\n', text.length());
        return lineFeed < 0 || lineFeed == channel.length() - 1;
    }

    /** Returns whether the pattern matches the channel, with or without the partner's part. */
    public boolean matchesWithFallback(String channel) {
        return matches(channel) || matches(UpdateRequest.fallbackChannel(channel));
    }

    @Override
    public boolean accepts(@Nullable Object property) {
        return matchesWithFallback((String) Objects.requireNonNull(property));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelPattern that && kind == that.kind && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return kind == Kind.CHANNEL ? text : text + "*";
    }
}
