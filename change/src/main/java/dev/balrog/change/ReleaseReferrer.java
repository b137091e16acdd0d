// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import org.jspecify.annotations.Nullable;

/**
 * Something that refers to a release, so that the release can't be deleted.
 *
 * @param type {@code rule}, {@code pin}, {@code release} (a superblob), or one of these after {@code scheduled_}
 * @param id number of the rule or of the scheduled change; null for others
 * @param name name of the superblob, or product, channel and version of the pin; null for rules
 */
public record ReleaseReferrer(
        String type, @Nullable Integer id, @Nullable String name) {}
