// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import java.util.function.Function;

/** Syntax of conditions, as {@code docs/rules.md} describes it. */
enum ConditionSyntax {
    /** The value itself. */
    EXACT(ColumnKind.TEXT, ExactValue::new),
    /** True or false. Unlike elsewhere, a value that was not sent counts as a mismatch. */
    FLAG(ColumnKind.BOOLEAN, ExactValue::new),
    /** Comma-separated values; what was not sent counts as empty. */
    LIST(ColumnKind.LIST, text(list -> TextList.parse(list, true))),
    /** Comma-separated values; an instruction set that was not sent equals none of them. */
    INSTRUCTION_SET(ColumnKind.TEXT, text(list -> TextList.parse(list, false))),
    /** Substrings; see {@link SubstringExpression}. */
    SUBSTRINGS(ColumnKind.TEXT, text(SubstringExpression::parse)),
    /** One or many channels; see {@link ChannelPattern}. */
    CHANNEL(ColumnKind.TEXT, text(ChannelPattern::parse)),
    /** Comparisons of versions; see {@link VersionCondition}. */
    VERSION(ColumnKind.TEXT, text(VersionCondition::parse)),
    /** Comparison of build IDs; see {@link BuildIdCondition}. */
    BUILD_ID(ColumnKind.TEXT, text(BuildIdCondition::parse)),
    /** Comparison of amounts of memory; see {@link MemoryCondition}. */
    MEMORY(ColumnKind.TEXT, text(MemoryCondition::parse));

    private final ColumnKind kind;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final Function<Object, ParsedCondition> parser;

    ConditionSyntax(ColumnKind kind, Function<Object, ParsedCondition> parser) {
        this.kind = kind;
        this.parser = parser;
    }

    private static Function<Object, ParsedCondition> text(Function<String, ParsedCondition> parser) {
        return condition -> parser.apply(condition.toString());
    }

    /** Returns the kind of the column's values. */
    ColumnKind kind() {
        return kind;
    }

    /** Parses a condition, a string or a Boolean; never fails. */
    ParsedCondition parse(Object condition) {
        return parser.apply(condition);
    }
}
