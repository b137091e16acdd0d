// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.change.Principal;
import org.jspecify.annotations.Nullable;

/** Finds out who asks. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Finds out who asks; may block.
     *
     * @param authorization the header of this name; null where it was not sent
     * @param accessToken the argument {@code access_token} of the query; null where it was not sent
     * @return the user who asks
     * @throws AuthenticationException when nobody known asks
     */
    Principal user(@Nullable String authorization, @Nullable String accessToken) throws AuthenticationException;
}
