// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

import dev.balrog.core.release.Release;
import org.jspecify.annotations.Nullable;

/**
 * Release as it is stored.
 *
 * @param name primary key
 * @param product the product that it belongs to; null when only parts of the release are stored
 * @param release the release itself
 */
public record StoredRelease(String name, @Nullable String product, Release release) {}
