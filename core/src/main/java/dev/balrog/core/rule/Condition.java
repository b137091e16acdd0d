// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions of a rule, in the order of evaluation. */
public enum Condition {
    PRODUCT(RuleColumn.PRODUCT, UpdateRequest::product),
    BUILD_TARGET(RuleColumn.BUILD_TARGET, UpdateRequest::buildTarget),
    HEADER_ARCHITECTURE(RuleColumn.HEADER_ARCHITECTURE, UpdateRequest::headerArchitecture),
    DISTRIBUTION_VERSION(RuleColumn.DISTRIBUTION_VERSION, UpdateRequest::distributionVersion),
    CHANNEL(RuleColumn.CHANNEL, UpdateRequest::channel),
    VERSION(RuleColumn.VERSION, UpdateRequest::version),
    BUILD_ID(RuleColumn.BUILD_ID, UpdateRequest::buildId),
    MEMORY(RuleColumn.MEMORY, request -> request.capabilities().memoryMegabytes()),
    OS_VERSION(RuleColumn.OS_VERSION, UpdateRequest::osVersion),
    INSTRUCTION_SET(
            RuleColumn.INSTRUCTION_SET, request -> request.capabilities().instructionSet()),
    DISTRIBUTION(RuleColumn.DISTRIBUTION, UpdateRequest::distribution),
    LOCALE(RuleColumn.LOCALE, UpdateRequest::locale),
    MIG64(RuleColumn.MIG64, UpdateRequest::mig64),
    JAWS(RuleColumn.JAWS, request -> request.capabilities().jaws());

    private final RuleColumn column;

    @SuppressWarnings("ImmutableEnumChecker") // Accessors of records.
    private final Function<UpdateRequest, @Nullable Object> accessor;

    Condition(RuleColumn column, Function<UpdateRequest, @Nullable Object> accessor) {
        this.column = column;
        this.accessor = accessor;
    }

    /** Returns the name of the column in the table {@code rules}. */
    public String column() {
        return column.column();
    }

    /** Returns the value of the column in a rule, a string or a Boolean; null for no condition. */
    public @Nullable Object of(Rule rule) {
        return column.of(rule);
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
        return accessor.apply(request);
    }
}
