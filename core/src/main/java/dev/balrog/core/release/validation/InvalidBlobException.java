// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;
import java.util.stream.Collectors;

/** Signals that a release does not conform to its format. */
public final class InvalidBlobException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ReleaseError> errors;

    InvalidBlobException(List<ReleaseError> errors) {
        super("the release is not valid: "
                + errors.stream().map(ReleaseError::message).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    /** Returns the errors; at least one. */
    public List<ReleaseError> errors() {
        return errors;
    }

    /**
     * Returns whether all errors are wrong lengths of plugins' hashes, which have another error
     * response.
     */
    public boolean isOfPluginHashes() {
        return errors.stream().allMatch(error -> error.message().startsWith(GmpHashCheck.WRONG_LENGTH));
    }
}
