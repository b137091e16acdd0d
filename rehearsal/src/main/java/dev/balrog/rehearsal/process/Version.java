// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deployable version.
 *
 * @param name the name, as in a tag, such as {@code v1.2}
 * @param jar the JAR file
 */
public record Version(String name, Path jar) {
    private static final String MIGRATIONS = "dev/balrog/store/migration/";
    private static final Pattern NUMBER = Pattern.compile("(?m)^V(\\d+)_(\\d+)__");

    /** Kind of a migration, by its effect on the previous version. */
    public enum Migration {
        /** Migration after which the previous version continues to work. */
        ADDITIVE,
        /** Migration after which the previous version may fail. */
        DESTRUCTIVE;

        private String nextNumber(int major, int minor) {
            return this == ADDITIVE ? major + "_" + (minor + 1) : major + 1 + "_0";
        }
    }

    /**
     * Returns a successor of this version that differs only in the schema: the same program with
     * one more migration, which is declared like real ones.
     *
     * @param nextJar the JAR file to write
     */
    public Version withMigration(String nextName, Path nextJar, Migration kind, String sql) throws IOException {
        Files.copy(jar, nextJar);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + nextJar.toUri()), Map.of())) {
            Path declarations = inside.getPath(MIGRATIONS + "declarations.properties");
            int major = 0;
            int minor = 0;
            Matcher last = NUMBER.matcher(Files.readString(declarations));
            while (last.find()) {
                major = Integer.parseInt(last.group(1));
                minor = Integer.parseInt(last.group(2));
            }
            String script = "V" + kind.nextNumber(major, minor) + "__rehearsal.sql";
            Files.writeString(inside.getPath(MIGRATIONS + script), sql);
            Files.writeString(
                    declarations,
                    "\n" + script + " = " + kind.name().toLowerCase(Locale.ROOT) + "\n",
                    StandardOpenOption.APPEND);
        }
        return new Version(nextName, nextJar);
    }
}
