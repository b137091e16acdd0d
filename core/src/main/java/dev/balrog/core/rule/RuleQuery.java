// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.Version;
import dev.balrog.core.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/** Request during rule evaluation, with a cache of values that several rules need. */
final class RuleQuery {
    final UpdateRequest request;
    final VersionScheme scheme;
    private @Nullable Version version;

    RuleQuery(UpdateRequest request) {
        this.request = request;
        this.scheme = VersionScheme.of(request.product());
    }

    /** Returns whether the version of the request is valid. */
    boolean hasVersion() {
        try {
            version();
            return true;
        } catch (BadDataException wrong) {
            return false;
        }
    }

    /**
     * Returns the property that a condition is applied to, as {@link ParsedCondition#accepts} takes
     * it.
     *
     * @throws BadDataException when it is the version, and it is invalid
     */
    @Nullable
    Object property(Condition condition) {
        return condition == Condition.VERSION ? version() : condition.of(request);
    }

    /**
     * Returns the version of the request.
     *
     * @throws BadDataException when it is invalid
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
