// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

/**
 * A program that can log in.
 *
 * @param clientId what it is called here
 * @param secret what it has to know
 */
public record Machine(String clientId, String secret) {
    @Override
    public String toString() {
        return clientId;
    }
}
