// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.release.validation.ReleaseError;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a change is not made. Nothing has been written then. */
public sealed interface ChangeRejection {
    /** What to tell the one who asked. */
    String reason();

    /** The user may not do it. */
    record PermissionDenied(String reason) implements ChangeRejection {}

    /**
     * Others have to agree first.
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

        /** Returns the same refusal, which also says what does not count. */
        SignoffRequired with(List<IneffectiveSignoff> signoffs) {
            if (signoffs.isEmpty()) {
                return this;
            }
            String text = signoffs.stream().map(IneffectiveSignoff::toString).collect(Collectors.joining("; "));
            return new SignoffRequired(reason + " (not counted: " + text + ")", signoffs);
        }
    }

    /**
     * The scheduled change, or what it leads to, is no longer what the user has seen.
     *
     * @param dataVersion current version of the scheduled change
     * @param digest digest of its current outcome; null when its row is gone
     */
    record OutdatedSignoff(
            String reason, int dataVersion, @Nullable String digest) implements ChangeRejection {}

    /** The scheduled change waits for a time or an uptake that has not come yet. */
    record NotDue(String reason) implements ChangeRejection {}

    /** The row is not, or no longer, what the user took it for. */
    record Outdated(String reason) implements ChangeRejection {}

    /** A change to the same column of the row is scheduled. */
    record MergeConflict(String reason) implements ChangeRejection {}

    /** There is a scheduled change in the way. */
    record ChangeScheduled(String reason) implements ChangeRejection {}

    /** The release has been made read-only. */
    record ReadOnly(String reason) implements ChangeRejection {}

    /** The release does not follow the rules of its format; one error for each thing that is wrong. */
    record InvalidRelease(List<ReleaseError> errors) implements ChangeRejection {
        @Override
        public String reason() {
            return "Invalid blob! See 'errors' for details.";
        }
    }

    /**
     * The release is of its format, but there is something in it that may not be.
     *
     * @param errors what exactly, and where
     */
    record UnsoundRelease(String reason, List<ReleaseError> errors) implements ChangeRejection {
        /** Returns what to tell first. */
        public ReleaseError first() {
            return errors.getFirst();
        }
    }

    /** The release can't be deleted, because of what refers to it. */
    record InUse(String reason, List<ReleaseReferrer> referencedBy) implements ChangeRejection {
        public InUse {
            referencedBy = List.copyOf(referencedBy);
        }
    }

    /** What should be changed does not exist. */
    record Missing(String reason) implements ChangeRejection {}

    /** Anything else that is wrong with what is asked for. */
    record Invalid(String reason) implements ChangeRejection {}
}
