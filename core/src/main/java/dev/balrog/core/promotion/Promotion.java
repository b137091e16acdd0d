// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleSetting;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings that the rule of a target channel gets from its counterpart of the source channel.
 *
 * @param settings the settings to take over, of {@link #SETTINGS}
 * @param rollout background rate, in percent, of rules that get another mapping, for a rollout that
 *     begins with it: the mapping that they have becomes their fallback mapping if all clients get
 *     it. Null to leave both as they are
 */
public record Promotion(Set<RuleSetting> settings, @Nullable Integer rollout) {
    /** Settings that can be taken over. */
    public static final Set<RuleSetting> SETTINGS =
            Set.of(RuleSetting.MAPPING, RuleSetting.FALLBACK_MAPPING, RuleSetting.BACKGROUND_RATE);

    private static final Set<RuleSetting> MAPPING = Set.of(RuleSetting.MAPPING);

    private static final int ALL = 100;

    /**
     * Creates a promotion.
     *
     * @throws IllegalArgumentException if a setting can't be taken over, if the rollout is no
     *     percentage, or if it would set what is taken over
     */
    public Promotion {
        settings = Set.copyOf(settings);
        if (!SETTINGS.containsAll(settings)) {
            throw new IllegalArgumentException("Only mapping, fallbackMapping and backgroundRate can be promoted");
        }
        if (rollout != null && (rollout < 0 || rollout > ALL || !settings.equals(MAPPING))) {
            throw new IllegalArgumentException("A rollout is a percentage, and needs mapping as the only setting");
        }
    }

    /** Returns the new values of the rule of the target channel, of all settings that it decides. */
    Map<RuleSetting, @Nullable Object> values(Rule from, Rule to) {
        Map<RuleSetting, @Nullable Object> values = new EnumMap<>(RuleSetting.class);
        for (RuleSetting setting : settings) {
            Object value = from.get(setting);
            // Only a fallback mapping can be removed.
            if (value != null || setting == RuleSetting.FALLBACK_MAPPING) {
                values.put(setting, value);
            }
        }
        Object mapping = values.get(RuleSetting.MAPPING);
        if (rollout != null && mapping != null && !mapping.equals(to.mapping())) {
            values.put(RuleSetting.BACKGROUND_RATE, rollout);
            if (Objects.equals(to.backgroundRate(), ALL)) {
                values.put(RuleSetting.FALLBACK_MAPPING, to.mapping());
            }
        }
        return values;
    }
}
