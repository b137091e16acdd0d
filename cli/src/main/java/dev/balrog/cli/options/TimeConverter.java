// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a time. The time zone is mandatory, so that the time is unambiguous. */
public final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text.strip().replaceFirst("^([0-9-]{10}) +", "$1T"))
                    .toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is not a time: expected one with its time zone, such as"
                    + " 2026-01-31T12:00:05Z or 2026-01-31T13:00:05+01:00");
        }
    }
}
