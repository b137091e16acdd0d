// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Rejects releases of the VPN client without {@code required}, which every response needs. */
final class GuardianCheck implements ContentCheck {
    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.schema() == ReleaseSchema.GUARDIAN
                && !release.root().at("required").value().isBoolean()) {
            findings.add(release.root().at("required"), "is missing");
        }
    }
}
