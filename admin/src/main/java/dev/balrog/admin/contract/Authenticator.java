// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.change.Principal;
import org.jspecify.annotations.Nullable;

/** Authenticator of users. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Authenticates a request; may block.
     *
     * @param authorization value of the {@code Authorization} header; null if absent
     * @param accessToken query parameter {@code access_token}; null if absent
     * @return the authenticated user
     * @throws AuthenticationException when the request could not be authenticated
     */
    Principal user(@Nullable String authorization, @Nullable String accessToken) throws AuthenticationException;
}
