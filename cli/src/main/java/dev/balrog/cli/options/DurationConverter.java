// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations: {@code 5s}, {@code 10m}, {@code 12h}, {@code 14d}. */
public sealed class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** Unit of a number alone; empty if there is none. */
    private final String unit;

    /** Creates a converter that requires a unit. */
    public DurationConverter() {
        this("");
    }

    private DurationConverter(String unit) {
        this.unit = unit;
    }

    /** Takes a number alone for days, as {@code MAX_AGE} of Mozilla's Balrog. */
    public static final class InDays extends DurationConverter {
        public InDays() {
            super("d");
        }
    }

    /** Takes a number alone for seconds, as {@code DELETE_RUN_TIME} of Mozilla's Balrog. */
    public static final class InSeconds extends DurationConverter {
        public InSeconds() {
            super("s");
        }
    }

    @Override
    public Duration convert(String text) {
        String given = text.strip();
        Matcher matcher = FORM.matcher(NUMBER.matcher(given).matches() ? given + unit : given);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a duration: expected a number and a unit, such as 5s, 10m, 12h or 14d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
