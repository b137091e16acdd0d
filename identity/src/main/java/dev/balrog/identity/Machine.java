// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

/**
 * Service account that can log in with client credentials.
 *
 * @param clientId client id
 * @param secret client secret
 */
public record Machine(String clientId, String secret) {
    @Override
    public String toString() {
        return clientId;
    }
}
