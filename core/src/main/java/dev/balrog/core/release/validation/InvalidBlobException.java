// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;
import java.util.stream.Collectors;

/** A release that is not of the format that it should be of. */
public final class InvalidBlobException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ReleaseError> errors;

    InvalidBlobException(List<ReleaseError> errors) {
        super("the release is not valid: "
                + errors.stream().map(ReleaseError::message).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    /** What is wrong, one error for each thing; at least one. */
    public List<ReleaseError> errors() {
        return errors;
    }

    /** Returns whether all that is wrong are the lengths of plugins' hashes, which clients are told in another form. */
    public boolean isOfPluginHashes() {
        return errors.stream().allMatch(error -> error.message().startsWith(GmpHashCheck.WRONG_LENGTH));
    }
}
