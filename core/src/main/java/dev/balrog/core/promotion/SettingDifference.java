// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.RuleSetting;
import org.jspecify.annotations.Nullable;

/**
 * Setting in which the rules of a pair differ after the promotion.
 *
 * @param from value of the rule of the source channel, a string or a number; null for none
 * @param to value of the rule of the target channel, a string or a number; null for none
 */
public record SettingDifference(
        RuleSetting setting,
        @Nullable Object from,
        @Nullable Object to) {}
