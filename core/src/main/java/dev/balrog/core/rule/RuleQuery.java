// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.Version;
import dev.balrog.core.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/** A request on its way through the rules: what several rules need of it is worked out once. */
final class RuleQuery {
    final UpdateRequest request;
    final VersionScheme scheme;
    private @Nullable Version version;

    RuleQuery(UpdateRequest request) {
        this.request = request;
        this.scheme = VersionScheme.of(request.product());
    }

    /** Whether the version of the request is one. */
    boolean hasVersion() {
        try {
            version();
            return true;
        } catch (BadDataException wrong) {
            return false;
        }
    }

    /**
     * The version of the request.
     *
     * @throws BadDataException when it is none
     */
    Version version() {
        Version known = version;
        if (known == null) {
            known = scheme.parse(request.version());
            version = known;
        }
        return known;
    }
}
