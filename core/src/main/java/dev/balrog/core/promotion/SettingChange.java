// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.RuleSetting;
import org.jspecify.annotations.Nullable;

/**
 * Change of a setting of the rule of the target channel.
 *
 * @param before the current value, a string or a number; null for none
 * @param after the new value, a string or a number; null for none
 */
public record SettingChange(
        RuleSetting setting,
        @Nullable Object before,
        @Nullable Object after) {}
