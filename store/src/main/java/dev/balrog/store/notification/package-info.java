// SPDX-License-Identifier: MPL-2.0
/** Queue of notifications, and the positions of its consumers. */
@NullMarked
package dev.balrog.store.notification;

import org.jspecify.annotations.NullMarked;
