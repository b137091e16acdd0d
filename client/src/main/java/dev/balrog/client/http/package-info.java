// SPDX-License-Identifier: MPL-2.0
/** HTTP with time limits, retries and backoff. */
@NullMarked
package dev.balrog.client.http;

import org.jspecify.annotations.NullMarked;
