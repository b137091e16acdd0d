// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;

/** A release that is not of the format that it should be of. */
public final class InvalidBlobException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    InvalidBlobException(List<String> errors) {
        super("the release is not valid: " + String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /** What is wrong, one line for each thing; at least one. */
    public List<String> errors() {
        return errors;
    }
}
