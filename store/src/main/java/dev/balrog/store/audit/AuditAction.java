// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import java.util.Locale;

/** Actions in the audit log. */
public enum AuditAction {
    /** Start of the log. */
    GENESIS,
    /** State of a row when the log was started, or when an operator acknowledged it. */
    ADOPT,
    /** Replacement of all rows by a data set, and each imported row. */
    IMPORT,
    /** Acknowledgement of all rows by an operator. */
    ACKNOWLEDGE,
    INSERT,
    UPDATE,
    DELETE,
    /** Creation of a scheduled change. */
    SCHEDULE,
    /** Edit of a scheduled change, or merge of a direct change into it. */
    EDIT,
    /** Enactment of a scheduled change. */
    ENACT,
    /** Deletion of a scheduled change. */
    CANCEL,
    /** Creation of a signoff. */
    SIGN,
    /** Revocation of a signoff. */
    REVOKE,
    /** Comment on a scheduled change. */
    COMMENT,
    /** Comment on a scheduled change that requests changes of it. */
    REQUEST_CHANGES,
    /** Withdrawal of a request for changes by its author. */
    WITHDRAW,
    /** Dismissal of a request for changes by an administrator. */
    DISMISS;

    /** Returns the stored name. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
