// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.UpdateRequest;
import org.jspecify.annotations.Nullable;

/** Conditions of a rule, in the order of evaluation. */
public enum Condition {
    PRODUCT("product"),
    BUILD_TARGET("buildTarget"),
    HEADER_ARCHITECTURE("headerArchitecture"),
    DISTRIBUTION_VERSION("distVersion"),
    CHANNEL("channel"),
    VERSION("version"),
    BUILD_ID("buildID"),
    MEMORY("memory"),
    OS_VERSION("osVersion"),
    INSTRUCTION_SET("instructionSet"),
    DISTRIBUTION("distribution"),
    LOCALE("locale"),
    MIG64("mig64"),
    JAWS("jaws");

    private final String column;

    Condition(String column) {
        this.column = column;
    }

    /** Returns the name of the column in the table {@code rules}. */
    public String column() {
        return column;
    }

    /** Returns the value of the column in a rule, a string or a Boolean; null for no condition. */
    public @Nullable Object of(Rule rule) {
        return switch (this) {
            case PRODUCT -> rule.product();
            case BUILD_TARGET -> rule.buildTarget();
            case HEADER_ARCHITECTURE -> rule.headerArchitecture();
            case DISTRIBUTION_VERSION -> rule.distributionVersion();
            case CHANNEL -> rule.channel();
            case VERSION -> rule.version();
            case BUILD_ID -> rule.buildId();
            case MEMORY -> rule.memory();
            case OS_VERSION -> rule.osVersion();
            case INSTRUCTION_SET -> rule.instructionSet();
            case DISTRIBUTION -> rule.distribution();
            case LOCALE -> rule.locale();
            case MIG64 -> rule.mig64();
            case JAWS -> rule.jaws();
        };
    }

    /**
     * Returns the value that the condition is applied to, a string, a number or a Boolean; null
     * where the client did not send it.
     */
    public @Nullable Object of(UpdateRequest request) {
        return switch (this) {
            case PRODUCT -> request.product();
            case BUILD_TARGET -> request.buildTarget();
            case HEADER_ARCHITECTURE -> request.headerArchitecture();
            case DISTRIBUTION_VERSION -> request.distributionVersion();
            case CHANNEL -> request.channel();
            case VERSION -> request.version();
            case BUILD_ID -> request.buildId();
            case MEMORY -> request.capabilities().memoryMegabytes();
            case OS_VERSION -> request.osVersion();
            case INSTRUCTION_SET -> request.capabilities().instructionSet();
            case DISTRIBUTION -> request.distribution();
            case LOCALE -> request.locale();
            case MIG64 -> request.mig64();
            case JAWS -> request.capabilities().jaws();
        };
    }
}
