// SPDX-License-Identifier: MPL-2.0
/** What every server process shares: HTTP, health, metrics, logs and error reports. */
@NullMarked
package dev.balrog.service;

import org.jspecify.annotations.NullMarked;
