// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.version.VersionScheme;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classification of the difference between two responses to a request. */
final class EffectClassifier {
    private EffectClassifier() {}

    /** Returns the effect; empty where clients get the same. */
    static Optional<ChangeEffect> effect(UpdateRequest request, Response before, Response after) {
        return before.isSameAs(after) ? Optional.empty() : Optional.of(difference(request, before, after));
    }

    private static ChangeEffect difference(UpdateRequest request, Response before, Response after) {
        if (after.failed()) {
            return before.failed() ? ChangeEffect.OTHER_CONTENT : ChangeEffect.FAILS;
        }
        if (!after.served().isUpdate()) {
            return before.served().isUpdate() ? ChangeEffect.STOPS : ChangeEffect.OTHER_CONTENT;
        }
        if (isOfOtherProduct(request, after) && !Objects.equals(product(before), product(after))) {
            return ChangeEffect.OTHER_PRODUCT;
        }
        if (isOlder(request, before.build(), after.build())) {
            return ChangeEffect.OLDER;
        }
        if (!before.served().isUpdate()) {
            return ChangeEffect.NEWLY_OFFERED;
        }
        return Objects.equals(before.served().release(), after.served().release())
                ? ChangeEffect.OTHER_CONTENT
                : ChangeEffect.OTHER_RELEASE;
    }

    private static boolean isOfOtherProduct(UpdateRequest request, Response response) {
        String product = product(response);
        return product != null && !product.equals(request.product());
    }

    private static @Nullable String product(Response response) {
        return response.stored() == null ? null : response.stored().product();
    }

    private static boolean isOlder(UpdateRequest request, @Nullable OfferedBuild before, @Nullable OfferedBuild after) {
        if (after == null) {
            return false;
        }
        VersionScheme scheme = VersionScheme.of(request.product());
        OfferedBuild installed = new OfferedBuild(request.version(), request.buildId());
        return compare(scheme, after, installed) <= 0 || (before != null && compare(scheme, after, before) < 0);
    }

    /**
     * Orders two builds by version, and builds of the same version by build id; positive where one
     * of both is not known.
     */
    private static int compare(VersionScheme scheme, OfferedBuild left, OfferedBuild right) {
        // Versions without an order count as newer.
        int order = scheme.compare(left.version(), right.version()).orElse(1);
        if (order != 0) {
            return order;
        }
        String buildId = left.buildId();
        String otherBuildId = right.buildId();
        return buildId == null || otherBuildId == null ? 1 : buildId.compareTo(otherBuildId);
    }
}
