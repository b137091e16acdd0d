// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

/** The conditions of a rule, in the order in which they are looked at. */
public enum Condition {
    PRODUCT,
    BUILD_TARGET,
    HEADER_ARCHITECTURE,
    DISTRIBUTION_VERSION,
    CHANNEL,
    VERSION,
    BUILD_ID,
    MEMORY,
    OS_VERSION,
    INSTRUCTION_SET,
    DISTRIBUTION,
    LOCALE,
    MIG64,
    JAWS
}
