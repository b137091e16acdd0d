// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.validation.ContentChecks;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Strictness of the checks on the content of releases. */
public final class ContentChecksOption {
    @Option(
            names = "--content-checks",
            paramLabel = "MODE",
            defaultValue = "strict",
            converter = Converter.class,
            description = "Checks on the content of releases. strict: releases with responses that clients discard are"
                    + " neither stored nor served; compatible: as in Mozilla's Balrog, unless a response would be"
                    + " unsafe.")
    @Variable("CONTENT_CHECKS")
    private ContentChecks mode;

    /** Returns the mode. */
    public ContentChecks value() {
        return mode;
    }

    /** Parses the mode, ignoring case. */
    static final class Converter implements ITypeConverter<ContentChecks> {
        @Override
        public ContentChecks convert(String value) {
            return switch (value.strip().toLowerCase(Locale.ROOT)) {
                case "strict" -> ContentChecks.STRICT;
                case "compatible" -> ContentChecks.COMPATIBLE;
                default -> throw new TypeConversionException("expected strict or compatible, found '" + value + "'");
            };
        }
    }
}
