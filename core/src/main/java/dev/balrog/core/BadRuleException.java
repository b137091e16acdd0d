// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

/**
 * Invalid data in a rule, such as a version that does not parse, that prevents evaluating a
 * request.
 */
public final class BadRuleException extends BadDataException {
    private static final long serialVersionUID = 1L;

    public BadRuleException(String message) {
        super(message);
    }
}
