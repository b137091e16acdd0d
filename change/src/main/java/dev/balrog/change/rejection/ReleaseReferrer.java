// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.rejection;

import org.jspecify.annotations.Nullable;

/**
 * Reference to a release, which prevents its deletion.
 *
 * @param type {@code rule}, {@code pin}, {@code release} (a superblob), or one of these after
 *     {@code scheduled_}
 * @param id id of the rule or of the scheduled change; null for others
 * @param name name of the superblob, or product, channel and version of the pin; null for rules
 */
public record ReleaseReferrer(
        String type, @Nullable Integer id, @Nullable String name) {}
