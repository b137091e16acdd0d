// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.util.Optional;

/**
 * Result of a test notification.
 *
 * @param error reason for which the destination has not taken it, without secrets; empty if it has
 */
public record TestResult(Optional<String> error) {}
