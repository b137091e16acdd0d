// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

/**
 * Reader of a feed.
 *
 * @param isLoggedIn whether the reader is a user or a service account
 * @param viewsPermissions whether the reader may view permissions and roles
 */
public record Audience(boolean isLoggedIn, boolean viewsPermissions) {
    /** Reader without a login. */
    public static final Audience ANONYMOUS = new Audience(false, false);
}
