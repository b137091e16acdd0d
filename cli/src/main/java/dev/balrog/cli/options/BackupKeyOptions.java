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
            description = "Holds the key that authenticates the backups, at least 32 bytes. Don't keep it beside them."
                    + " Without it they are not authenticated.")
    @Variable("BALROG_BACKUP_KEY_FILE")
    private @Nullable Path keyFile;

    @Option(
            names = "--allow-unauthenticated",
            description = "Use backups also that were made without the key. Changed ones are refused nevertheless.")
    private boolean allowUnauthenticated;

    /** Returns the key; logs a warning if there is none. */
    ManifestKey key() {
        if (keyFile == null) {
            LOG.warn("The backups are not authenticated: whoever can write them decides what is restored. Give a key"
                    + " with --key-file");
            return ManifestKey.NONE;
        }
        return ManifestKey.read(keyFile, allowUnauthenticated);
    }
}
