// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.change.row.Entity;
import dev.balrog.core.release.validation.ContentChecks;

/** Policies of all entities. */
public final class Policies {
    private final ReleaseCheck releaseCheck;
    private final Policy rules;
    private final Policy releases;
    private final Policy releasesJson;
    private final Policy releaseAssets;
    private final Policy permissions;
    private final Policy userRoles;
    private final Policy productRequiredSignoffs;
    private final Policy permissionsRequiredSignoffs;
    private final Policy emergencyShutoffs;
    private final Policy pinnableReleases;
    private final Policy expectations;
    private final Policy changeSets;
    private final Policy changeSetSignoffs;

    public Policies(GovernanceQueries queries, GovernanceSettings settings) {
        releaseCheck = new ReleaseCheck(settings);
        rules = new RulePolicy(queries, settings.contentChecks() == ContentChecks.STRICT);
        releases = new WholeReleasePolicy(queries, releaseCheck);
        releasesJson = new ReleaseBasePolicy(queries, releaseCheck);
        releaseAssets = new ReleaseAssetPolicy(queries);
        permissions = new PermissionPolicy(queries);
        userRoles = new UserRolePolicy(queries);
        productRequiredSignoffs = new RequiredSignoffPolicy(queries);
        permissionsRequiredSignoffs = new RequiredSignoffPolicy(queries);
        emergencyShutoffs = new ShutoffPolicy(queries);
        pinnableReleases = new PinPolicy(queries);
        expectations = new ExpectationPolicy(queries);
        changeSets = new ChangeSetPolicy(queries);
        changeSetSignoffs = new ChangeSetSignoffPolicy(queries);
    }

    /** Returns the check of the content of releases. */
    public ReleaseCheck releaseCheck() {
        return releaseCheck;
    }

    public Policy of(Entity entity) {
        return switch (entity) {
            case RULES -> rules;
            case RELEASES -> releases;
            case RELEASES_JSON -> releasesJson;
            case RELEASE_ASSETS -> releaseAssets;
            case PERMISSIONS -> permissions;
            case USER_ROLES -> userRoles;
            case PRODUCT_REQUIRED_SIGNOFFS -> productRequiredSignoffs;
            case PERMISSIONS_REQUIRED_SIGNOFFS -> permissionsRequiredSignoffs;
            case EMERGENCY_SHUTOFFS -> emergencyShutoffs;
            case PINNABLE_RELEASES -> pinnableReleases;
            case EXPECTATIONS -> expectations;
            case CHANGE_SETS -> changeSets;
            case CHANGE_SET_SIGNOFFS -> changeSetSignoffs;
        };
    }
}
