// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.ReleaseReferrer;
import java.util.Locale;

/** Reason to keep a nightly release that is old enough to be deleted. */
public enum RetentionReason {
    /** Mapping or fallback mapping of a rule. */
    RULE,
    /** Subject or mapping of a pending scheduled change. */
    SCHEDULED_CHANGE,
    /** Mapping of a pin. */
    PIN,
    /** Part of a superblob, also of a scheduled one. */
    SUPERBLOB,
    /** Read-only release. */
    READ_ONLY,
    /** Release of a product that the account may not delete releases of. */
    NOT_PERMITTED,
    /** Source of a partial update of a release that is kept for another reason than this one. */
    PARTIAL,
    /** Change of the release since the plan was computed. */
    CHANGED;

    /** Returns the name for output and metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the reason for which the change engine rejected a deletion. */
    static RetentionReason of(ChangeRejection rejection) {
        return switch (rejection) {
            case ChangeRejection.InUse inUse -> ofReferrer(inUse.referencedBy().getFirst());
            case ChangeRejection.ChangeScheduled _,
                    ChangeRejection.MergeConflict _,
                    ChangeRejection.SignoffRequired _,
                    ChangeRejection.OutdatedSignoff _,
                    ChangeRejection.ChangesRequested _,
                    ChangeRejection.NotDue _ -> SCHEDULED_CHANGE;
            case ChangeRejection.ReadOnly _ -> READ_ONLY;
            case ChangeRejection.PermissionDenied _ -> NOT_PERMITTED;
            case ChangeRejection.Outdated _,
                    ChangeRejection.Missing _,
                    ChangeRejection.NotCreated _,
                    ChangeRejection.OfChangeSet _,
                    ChangeRejection.Mismatch _,
                    // It is served by now.
                    ChangeRejection.BrokenExpectations _,
                    ChangeRejection.Invalid _,
                    ChangeRejection.InvalidRelease _,
                    ChangeRejection.UnsoundRelease _ -> CHANGED;
        };
    }

    private static RetentionReason ofReferrer(ReleaseReferrer referrer) {
        return switch (referrer.type()) {
            case "rule" -> RULE;
            case "pin" -> PIN;
            case "release" -> SUPERBLOB;
            default -> SCHEDULED_CHANGE;
        };
    }
}
