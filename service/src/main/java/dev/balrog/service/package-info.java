// SPDX-License-Identifier: MPL-2.0
/** Shared parts of every server process: HTTP, health checks, metrics, logs and error reports. */
@NullMarked
package dev.balrog.service;

import org.jspecify.annotations.NullMarked;
