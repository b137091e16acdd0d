// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of events that destinations are notified of. */
public enum NotificationEvent {
    /** A scheduled change was created or edited, or a signoff revoked, and signoffs are missing. */
    SIGNOFF_NEEDED,
    /** A comment on a scheduled change requests changes, which blocks the enactment. */
    CHANGES_REQUESTED,
    /** The time of a scheduled change passed a while ago, and it is not enacted. */
    OVERDUE,
    /** A scheduled change is due and signed off, and can't be enacted. */
    FAILED,
    /** A scheduled change was enacted. */
    ENACTED,
    /** Updates were shut off. */
    SHUTOFF,
    /** An emergency shutoff was removed. */
    RESUMED;

    /** Returns the name in settings and payloads. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the event with this name; empty if there is none. */
    public static Optional<NotificationEvent> byId(String id) {
        return Stream.of(values()).filter(event -> event.id().equals(id)).findFirst();
    }
}
