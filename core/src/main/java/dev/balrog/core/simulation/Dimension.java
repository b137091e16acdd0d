// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.rule.Condition;

/** Property of requests by which differences are counted. */
public enum Dimension {
    PRODUCT(Condition.PRODUCT),
    CHANNEL(Condition.CHANNEL),
    VERSION(Condition.VERSION),
    BUILD_TARGET(Condition.BUILD_TARGET),
    OS_VERSION(Condition.OS_VERSION),
    LOCALE(Condition.LOCALE);

    private final Condition property;

    Dimension(Condition property) {
        this.property = property;
    }

    /** Returns the name in the API, that of the column of rules. */
    public String text() {
        return property.column();
    }

    /** Returns the value of a request; empty where it has none. */
    String of(SampleRequest request) {
        Object value = property.of(request.request());
        return value == null ? "" : value.toString();
    }
}
