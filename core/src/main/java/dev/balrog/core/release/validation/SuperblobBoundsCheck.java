// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Rejects superblobs with too many parts for one response. */
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
