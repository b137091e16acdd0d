// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Something that can be deployed.
 *
 * @param name as in a tag, such as {@code v1.2}
 * @param jar the program
 */
public record Version(String name, Path jar) {
    private static final String MIGRATIONS = "dev/balrog/store/migration/";

    /**
     * The version that would come after this one if nothing but the schema changed: the same program with one more
     * migration.
     *
     * @param jar where to write it
     * @param migration name of the file, such as {@code V9_1__more.sql}
     */
    public Version withMigration(String nextName, Path jar, String migration, String sql) throws IOException {
        Files.copy(this.jar, jar);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.writeString(inside.getPath(MIGRATIONS + migration), sql);
        }
        return new Version(nextName, jar);
    }
}
