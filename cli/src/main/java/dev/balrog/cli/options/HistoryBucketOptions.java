// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.admin.AdminSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the object stores of the release history. */
public final class HistoryBucketOptions {
    @Option(
            names = "--releases-history-bucket",
            paramLabel = "BUCKET",
            description =
                    "Object store for revisions of releases: the name of a Google Cloud Storage bucket, or a URL that begins"
                            + " with gs://, s3:// or file:///. Default: none.")
    @Variable("RELEASES_HISTORY_BUCKET")
    private @Nullable String releasesBucket;

    @Option(names = "--nightly-history-bucket", paramLabel = "BUCKET", description = "The same for nightly releases.")
    @Variable("NIGHTLY_HISTORY_BUCKET")
    private @Nullable String nightlyBucket;

    /** Returns the settings; a store without an address is a directory. */
    public AdminSettings.History settings() {
        return new AdminSettings.History(Optional.ofNullable(releasesBucket), Optional.ofNullable(nightlyBucket));
    }
}
