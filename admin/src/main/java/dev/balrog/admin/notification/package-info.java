// SPDX-License-Identifier: MPL-2.0
/** Notifications of people and programs about changes, by webhook, Slack and e-mail. */
@NullMarked
package dev.balrog.admin.notification;

import org.jspecify.annotations.NullMarked;
