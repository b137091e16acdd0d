// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/**
 * Parses durations as {@link DurationConverter} does, and a number alone as days, as in {@code
 * MAX_AGE} of Mozilla's Balrog.
 */
public final class DaysConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        String number = text.strip();
        return new DurationConverter().convert(number.matches("[0-9]+") ? number + "d" : number);
    }
}
