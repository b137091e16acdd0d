// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.publicapp.PublicReleases;
import dev.balrog.publicapp.PublicSettings;
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
            description = "Cache-Control header of responses.")
    @Variable("CACHE_CONTROL")
    private String cacheControl;

    @Option(
            names = "--public-releases",
            paramLabel = "SET",
            defaultValue = "all",
            description = "Releases that the read-only API shows: all, as in Mozilla's Balrog, or live: reachable"
                    + " ones only.")
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
            description = "How to treat rows that the audit log does not explain. serve: serve them;"
                    + " hold: serve the last explained snapshot until balrog audit acknowledge.")
    @Variable("UNEXPLAINED")
    private UnexplainedChanges unexplained;

    /** Returns the treatment of rows that the audit log does not explain. */
    public UnexplainedChanges unexplained() {
        return unexplained;
    }

    @Option(
            names = "--body-cache",
            paramLabel = "MIB",
            defaultValue = "" + PublicSettings.DEFAULT_BODY_CACHE_MEBIBYTES,
            description = "Memory of the cache of rendered responses, in MiB; 0 for no cache.")
    @Variable("BALROG_BODY_CACHE")
    private int bodyCacheMebibytes;

    /**
     * Returns the maximum memory of the cache of rendered responses, in bytes; 0 for no cache.
     *
     * @throws InvalidOptionException if it is negative
     */
    public long bodyCacheBytes() {
        if (bodyCacheMebibytes < 0) {
            throw new InvalidOptionException("the body cache has to be at least 0 MiB, not " + bodyCacheMebibytes);
        }
        return (long) bodyCacheMebibytes << 20;
    }

    @Option(
            names = "--traffic-sample",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Record one of so many update requests, at random and without what identifies clients, for"
                    + " /traffic on the metrics port; 0 to record none.")
    @Variable("BALROG_TRAFFIC_SAMPLE")
    private int trafficOneOf;

    /**
     * Returns the number of update requests of which one is recorded; 0 to record none.
     *
     * @throws InvalidOptionException if it is negative
     */
    public int trafficOneOf() {
        if (trafficOneOf < 0) {
            throw new InvalidOptionException("the traffic sample has to be at least 0, not " + trafficOneOf);
        }
        return trafficOneOf;
    }

    /** Parses the value of {@code --unexplained}. */
    static final class UnexplainedConverter implements ITypeConverter<UnexplainedChanges> {
        @Override
        public UnexplainedChanges convert(String value) {
            return switch (value) {
                case "serve" -> UnexplainedChanges.SERVE;
                case "hold" -> UnexplainedChanges.HOLD;
                default -> throw new TypeConversionException("expected serve or hold, not " + value);
            };
        }
    }

    /** Returns the value of the header {@code Cache-Control} in responses. */
    public String cacheControl() {
        return cacheControl;
    }
}
