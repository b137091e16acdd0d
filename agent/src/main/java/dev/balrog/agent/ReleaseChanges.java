// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.release.ReleaseFilter;
import dev.balrog.client.release.ReleaseInfo;
import dev.balrog.client.release.Releases;
import dev.balrog.client.release.StoredRelease;
import dev.balrog.client.schedule.ScheduledChange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Scheduled changes of releases of the v2 API. All parts of a release are enacted together, when
 * the last one is due.
 */
final class ReleaseChanges implements ChangeSource {
    private final Releases releases;

    ReleaseChanges(Releases releases) {
        this.releases = releases;
    }

    @Override
    public String kind() {
        return "v2/releases";
    }

    @Override
    public List<PendingChange> pending() {
        return releases.list(ReleaseFilter.ALL).stream()
                .filter(release -> !release.scheduledChanges().isEmpty())
                .map(this::pending)
                .toList();
    }

    private PendingChange pending(ReleaseInfo release) {
        List<ScheduledChange> parts = release.scheduledChanges();
        boolean timed = parts.stream().allMatch(part -> part.when() != null);
        Instant last = parts.stream()
                .map(ScheduledChange::when)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        boolean signed = parts.stream().allMatch(part -> isSigned(part, release));
        return new PendingChange(kind(), release.name(), parts, timed ? last : null, null, signed);
    }

    /**
     * Returns whether a part has its signoffs. Making a release writable needs the signoffs of its
     * product if no rule that maps to it requires any.
     */
    private static boolean isSigned(ScheduledChange part, ReleaseInfo release) {
        boolean unlocks = release.readOnly() && !part.object().path("read_only").asBoolean(true);
        return part.isSignedFor(
                unlocks && release.requiredSignoffs().isEmpty()
                        ? release.productRequiredSignoffs()
                        : release.requiredSignoffs());
    }

    @Override
    public void enact(PendingChange change, OptionalDouble uptake) {
        releases.enact(change.id(), change.parts());
    }

    @Override
    public boolean isPending(PendingChange change) {
        return releases.find(change.id())
                .map(StoredRelease::hasScheduledChanges)
                .orElse(false);
    }
}
