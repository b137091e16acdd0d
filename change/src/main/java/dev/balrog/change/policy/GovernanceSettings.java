// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import java.util.List;
import java.util.Set;

/**
 * Settings of the change engine.
 *
 * @param allowlist domains that URLs in releases may have
 * @param systemAccounts names of service accounts, which can't sign off
 * @param contentChecks strictness of the checks on the content of releases
 * @param unboundSignoffs treatment of signoffs without a recorded outcome digest
 */
public record GovernanceSettings(
        DomainAllowlist allowlist,
        Set<String> systemAccounts,
        ContentChecks contentChecks,
        UnboundSignoffs unboundSignoffs) {

    public GovernanceSettings {
        systemAccounts = Set.copyOf(systemAccounts);
    }

    /** Returns the default settings for an allowlist and service accounts. */
    public static GovernanceSettings of(DomainAllowlist allowlist, Set<String> systemAccounts) {
        return new GovernanceSettings(allowlist, systemAccounts, ContentChecks.STRICT, UnboundSignoffs.ACCEPT);
    }

    /**
     * Returns the URL policy of the public app, without special force hosts, if that runs with the
     * same content checks.
     */
    public UrlPolicy servedUrls() {
        DomainAllowlist served = switch (contentChecks) {
            case STRICT -> allowlist;
            case COMPATIBLE -> allowlist.compatible();
        };
        return new UrlPolicy(served, List.of());
    }

    /** Returns the same settings with other content checks. */
    public GovernanceSettings withContentChecks(ContentChecks checks) {
        return new GovernanceSettings(allowlist, systemAccounts, checks, unboundSignoffs);
    }

    /** Returns the same settings with another treatment of unbound signoffs. */
    public GovernanceSettings withUnboundSignoffs(UnboundSignoffs treatment) {
        return new GovernanceSettings(allowlist, systemAccounts, contentChecks, treatment);
    }
}
