// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import java.util.Locale;

/** Kinds of entries of the audit log. */
public enum AuditAction {
    /** The log begins. */
    GENESIS,
    /** A row as it was found when the log began, or when an operator acknowledged it. */
    ADOPT,
    /** A data set replaced all rows; and each row that it brought. */
    IMPORT,
    /** An operator acknowledged all rows as they are. */
    ACKNOWLEDGE,
    INSERT,
    UPDATE,
    DELETE,
    /** A change was scheduled. */
    SCHEDULE,
    /** A scheduled change was edited, or a direct change was merged into it. */
    EDIT,
    /** A scheduled change was enacted. */
    ENACT,
    /** A scheduled change was deleted. */
    CANCEL,
    /** A signoff was given. */
    SIGN,
    /** A signoff was revoked. */
    REVOKE;

    /** Returns the name as it is stored. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
