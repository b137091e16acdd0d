// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Check that a release of the VPN client says whether it is required, without which no client can be answered. */
final class GuardianCheck implements ContentCheck {
    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.schema() == ReleaseSchema.GUARDIAN
                && !release.root().at("required").value().isBoolean()) {
            findings.add(release.root().at("required"), "is missing");
        }
    }
}
