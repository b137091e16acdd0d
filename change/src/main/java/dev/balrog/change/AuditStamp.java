// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

/**
 * Author and time of a change.
 *
 * @param who name of the user
 * @param millis milliseconds since 1970
 */
record AuditStamp(String who, long millis) {}
