// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.backup.BackupDirectory;
import java.nio.file.Path;
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

    /** Where they are. */
    public BackupDirectory place() {
        return new BackupDirectory(place);
    }
}
