// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

/**
 * Author and time of a change.
 *
 * @param who name of the user
 * @param millis milliseconds since 1970
 */
public record AuditStamp(String who, long millis) {}
