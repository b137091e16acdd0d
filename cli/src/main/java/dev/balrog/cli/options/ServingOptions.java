// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.publicapp.PublicReleases;
import dev.balrog.publicapp.UnexplainedChanges;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of the public app's responses. */
public final class ServingOptions {
    @Option(
            names = "--cache-control",
            paramLabel = "VALUE",
            defaultValue = "public, max-age=90",
            description = "The header Cache-Control of answers.")
    @Variable("CACHE_CONTROL")
    private String cacheControl;

    @Option(
            names = "--public-releases",
            paramLabel = "SET",
            defaultValue = "all",
            description = "Which releases the read-only API shows: all, as with Mozilla's Balrog, or live: those that"
                    + " clients can be offered.")
    @Variable("PUBLIC_RELEASES")
    private PublicReleases publicReleases;

    /** Returns the set of releases that the read-only API shows. */
    public PublicReleases publicReleases() {
        return publicReleases;
    }

    @Option(
            names = "--unexplained",
            paramLabel = "serve|hold",
            defaultValue = "serve",
            converter = UnexplainedConverter.class,
            description = "Whether rows that were changed by something else than a change in the audit log are served;"
                    + " hold: the last snapshot is served that the log explains, until balrog audit acknowledge.")
    @Variable("UNEXPLAINED")
    private UnexplainedChanges unexplained;

    /** Returns the treatment of rows that the audit log does not explain. */
    public UnexplainedChanges unexplained() {
        return unexplained;
    }

    /** Parses the value of {@code --unexplained}. */
    static final class UnexplainedConverter implements ITypeConverter<UnexplainedChanges> {
        @Override
        public UnexplainedChanges convert(String value) {
            return switch (value) {
                case "serve" -> UnexplainedChanges.SERVE;
                case "hold" -> UnexplainedChanges.HOLD;
                default -> throw new TypeConversionException("it has to be serve or hold, not " + value);
            };
        }
    }

    /** Returns the value of the header {@code Cache-Control} in responses. */
    public String cacheControl() {
        return cacheControl;
    }
}
