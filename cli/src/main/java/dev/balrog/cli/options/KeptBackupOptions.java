// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.backup.BackupDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that read backups. */
public final class KeptBackupOptions {
    @Option(
            names = {"--from", "--backups"},
            paramLabel = "DIRECTORY",
            description = "Directory of the backups.")
    @Variable("BALROG_BACKUPS")
    private @Nullable Path place;

    @Mixin
    private BackupKeyOptions key;

    private @Nullable BackupDirectory directory;

    /**
     * Returns the directory of the backups.
     *
     * @throws InvalidOptionException if it is missing
     */
    public BackupDirectory place() {
        if (place == null) {
            throw new InvalidOptionException(
                    "--from, the directory of the backups, is missing; the environment variable"
                            + " BALROG_BACKUPS sets it, too.");
        }
        if (directory == null) {
            directory = new BackupDirectory(place, key.key());
        }
        return directory;
    }
}
