// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.rejection;

import dev.balrog.core.expectation.ExpectationResult;
import dev.balrog.core.release.validation.ReleaseError;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reason for which a change is not executed. Nothing has been written. */
public sealed interface ChangeRejection {
    /** Returns the message for the client. */
    String reason();

    /** Missing permission of the user. */
    record PermissionDenied(String reason) implements ChangeRejection {}

    /**
     * Missing signoffs.
     *
     * @param ineffective signoffs that are recorded but do not count
     */
    record SignoffRequired(String reason, List<IneffectiveSignoff> ineffective) implements ChangeRejection {
        public SignoffRequired {
            ineffective = List.copyOf(ineffective);
        }

        public SignoffRequired(String reason) {
            this(reason, List.of());
        }

        /** Returns the same rejection with the signoffs that do not count. */
        public SignoffRequired with(List<IneffectiveSignoff> signoffs) {
            if (signoffs.isEmpty()) {
                return this;
            }
            String text = signoffs.stream().map(IneffectiveSignoff::toString).collect(Collectors.joining("; "));
            return new SignoffRequired(reason + " (not counted: " + text + ")", signoffs);
        }
    }

    /**
     * Change of the scheduled change or of its outcome since the user has seen it.
     *
     * @param dataVersion current version of the scheduled change
     * @param digest digest of its current outcome; null if its row was deleted
     */
    record OutdatedSignoff(
            String reason, int dataVersion, @Nullable String digest) implements ChangeRejection {}

    /**
     * Enactment of a scheduled change of which users request changes.
     *
     * @param by names of the users; at least one
     */
    record ChangesRequested(List<String> by) implements ChangeRejection {
        public ChangesRequested {
            by = List.copyOf(by);
        }

        @Override
        public String reason() {
            return String.join(", ", by) + (by.size() == 1 ? " requests" : " request")
                    + " changes. Edit the scheduled change, or have the request withdrawn or dismissed.";
        }
    }

    /** Scheduled change whose time or uptake condition is not met yet. */
    record NotDue(String reason) implements ChangeRejection {}

    /** Data version of the row that differs from the one that the user expects. */
    record Outdated(String reason) implements ChangeRejection {}

    /** Conflict with a scheduled change of the same column of the row. */
    record MergeConflict(String reason) implements ChangeRejection {}

    /** Conflict with a scheduled change. */
    record ChangeScheduled(String reason) implements ChangeRejection {}

    /** Change of a read-only release. */
    record ReadOnly(String reason) implements ChangeRejection {}

    /** Release that violates the schema of its format; one error per violation. */
    record InvalidRelease(List<ReleaseError> errors) implements ChangeRejection {
        @Override
        public String reason() {
            return "Invalid blob! See 'errors' for details.";
        }
    }

    /**
     * Release that follows its schema, but contains something that is not allowed.
     *
     * @param errors details and locations
     */
    record UnsoundRelease(String reason, List<ReleaseError> errors) implements ChangeRejection {
        /** Returns the first error. */
        public ReleaseError first() {
            return errors.getFirst();
        }
    }

    /** Release that can't be deleted because of references to it. */
    record InUse(String reason, List<ReleaseReferrer> referencedBy) implements ChangeRejection {
        public InUse {
            referencedBy = List.copyOf(referencedBy);
        }
    }

    /**
     * Change that breaks stored expectations.
     *
     * @param broken results after the change of the expectations that were held before it; at least
     *     one
     */
    record BrokenExpectations(List<ExpectationResult> broken) implements ChangeRejection {
        private static final int MOST_NAMED = 3;

        public BrokenExpectations {
            broken = List.copyOf(broken);
        }

        @Override
        public String reason() {
            String named = broken.stream()
                    .limit(MOST_NAMED)
                    .map(result -> result.expectation().name() + " expects "
                            + result.expectation().outcome().description() + ", but "
                            + result.examples().getFirst().target() + " gets "
                            + result.examples().getFirst().actual())
                    .collect(Collectors.joining("; "));
            String more = broken.size() > MOST_NAMED ? "; and " + (broken.size() - MOST_NAMED) + " more" : "";
            return "The change breaks " + (broken.size() == 1 ? "an expectation" : broken.size() + " expectations")
                    + ": " + named + more
                    + ". To break it on purpose, change or delete the expectation first, or in the same change set.";
        }
    }

    /**
     * Change set of which a change can't be executed.
     *
     * @param position number of the change in the set, from 1
     * @param change what it changes
     */
    record OfChangeSet(int position, String change, ChangeRejection cause) implements ChangeRejection {
        @Override
        public String reason() {
            return "Change " + position + " of the change set (" + change + "): " + cause.reason();
        }
    }

    /** Change of a row that does not exist. */
    record Missing(String reason) implements ChangeRejection {}

    /**
     * Failure to create a missing release, to which a part was to be added.
     *
     * @param cause reason for which the release can't be created
     */
    record NotCreated(ChangeRejection cause) implements ChangeRejection {
        @Override
        public String reason() {
            return cause.reason();
        }
    }

    /** Part of a release that does not fit the existing release: another product or hash function, or no version. */
    record Mismatch(String reason) implements ChangeRejection {}

    /** Other invalid input. */
    record Invalid(String reason) implements ChangeRejection {}
}
