// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a rule, in the order of evaluation: the column, its syntax, and the property of
 * requests that it is applied to. No other code distinguishes conditions with the same syntax.
 */
public enum Condition implements RuleColumn {
    PRODUCT("product", 15, ConditionSyntax.EXACT, UpdateRequest::product),
    BUILD_TARGET("buildTarget", 75, ConditionSyntax.EXACT, UpdateRequest::buildTarget),
    HEADER_ARCHITECTURE("headerArchitecture", 10, ConditionSyntax.EXACT, UpdateRequest::headerArchitecture),
    DISTRIBUTION_VERSION("distVersion", 100, ConditionSyntax.EXACT, UpdateRequest::distributionVersion),
    CHANNEL("channel", 75, ConditionSyntax.CHANNEL, UpdateRequest::channel),
    VERSION("version", 75, ConditionSyntax.VERSION, UpdateRequest::version),
    BUILD_ID("buildID", 20, ConditionSyntax.BUILD_ID, UpdateRequest::buildId),
    MEMORY(
            "memory",
            100,
            ConditionSyntax.MEMORY,
            request -> request.capabilities().memoryMegabytes()),
    OS_VERSION("osVersion", 1000, ConditionSyntax.SUBSTRINGS, UpdateRequest::osVersion),
    INSTRUCTION_SET(
            "instructionSet",
            1000,
            ConditionSyntax.INSTRUCTION_SET,
            request -> request.capabilities().instructionSet()),
    DISTRIBUTION("distribution", 2000, ConditionSyntax.LIST, UpdateRequest::distribution),
    LOCALE("locale", 200, ConditionSyntax.LIST, UpdateRequest::locale),
    MIG64("mig64", 0, ConditionSyntax.FLAG, UpdateRequest::mig64),
    JAWS("jaws", 0, ConditionSyntax.FLAG, request -> request.capabilities().jaws());

    private final String column;
    private final int maxLength;
    private final ConditionSyntax syntax;

    @SuppressWarnings("ImmutableEnumChecker") // Accessors of records.
    private final Function<UpdateRequest, @Nullable Object> property;

    Condition(
            String column, int maxLength, ConditionSyntax syntax, Function<UpdateRequest, @Nullable Object> property) {
        this.column = column;
        this.maxLength = maxLength;
        this.syntax = syntax;
        this.property = property;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public ColumnKind kind() {
        return syntax.kind();
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public boolean isRequired() {
        return false;
    }

    /** Returns the syntax of the values. */
    ConditionSyntax syntax() {
        return syntax;
    }

    /** Returns whether requests for JSON have the property that the condition is applied to. */
    public boolean isSentForJson() {
        return switch (this) {
            case PRODUCT, VERSION, BUILD_TARGET, CHANNEL, OS_VERSION -> true;
            default -> false;
        };
    }

    /**
     * Returns the value that the condition is applied to, a string, a number or a Boolean; null
     * where the client did not send it.
     */
    public @Nullable Object of(UpdateRequest request) {
        return property.apply(request);
    }
}
