// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.backup.BackupDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where backups are that were made before. */
public final class KeptBackupOptions {
    @Option(
            names = {"--from", "--backups"},
            paramLabel = "DIRECTORY",
            required = true,
            description = "Where the backups are.")
    @Variable("BALROG_BACKUPS")
    private Path place;

    @Mixin
    private BackupKeyOptions key;

    private @Nullable BackupDirectory directory;

    /** Where they are. */
    public BackupDirectory place() {
        if (directory == null) {
            directory = new BackupDirectory(place, key.key());
        }
        return directory;
    }
}
