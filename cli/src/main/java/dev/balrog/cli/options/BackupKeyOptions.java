// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.backup.ManifestKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Key for the authentication of backups. */
public final class BackupKeyOptions {
    private static final Logger LOG = LoggerFactory.getLogger(BackupKeyOptions.class);

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "File with the key that authenticates the backups, at least 32 bytes. Don't store it with them."
                            + " Default: no authentication.")
    @Variable("BALROG_BACKUP_KEY_FILE")
    private @Nullable Path keyFile;

    @Option(
            names = "--allow-unauthenticated",
            description = "Accept backups that were written without the key. Modified ones are rejected nevertheless.")
    private boolean allowUnauthenticated;

    /** Returns the key; logs a warning if there is none. */
    ManifestKey key() {
        if (keyFile == null) {
            LOG.warn(
                    "The backups are not authenticated: anyone with write access to them controls the restored data. Give a key"
                            + " with --key-file");
            return ManifestKey.NONE;
        }
        return ManifestKey.read(keyFile, allowUnauthenticated);
    }
}
