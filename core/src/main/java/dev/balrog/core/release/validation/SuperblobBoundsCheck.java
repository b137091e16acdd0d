// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Check that a superblob has no more parts than one response can be put together from. */
final class SuperblobBoundsCheck implements ContentCheck {
    private static final int MAX_PARTS = 100;
    private static final int MAX_PRODUCTS = 20;

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.schema() == ReleaseSchema.SUPERBLOB) {
            BoundsCheck.limit(release.root().at("blobs"), MAX_PARTS, findings);
            BoundsCheck.limit(release.root().at("products"), MAX_PRODUCTS, findings);
        }
    }
}
