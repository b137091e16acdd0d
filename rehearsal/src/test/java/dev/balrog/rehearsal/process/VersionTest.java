// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.rehearsal.process.Version.Migration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionTest {
    private static final String FOLDER = "dev/balrog/store/migration/";

    @TempDir
    private Path directory;

    @Test
    void hasOneMoreMigrationThatIsDeclared() throws IOException {
        Version first = version("V1_6__old.sql = additive\nV1_7__newer.sql = additive\n");

        Version second = first.withMigration("v1.2", directory.resolve("2.jar"), Migration.ADDITIVE, "-- more");
        Version third = second.withMigration("v1.3", directory.resolve("3.jar"), Migration.DESTRUCTIVE, "-- less");

        assertThat(third.name()).isEqualTo("v1.3");
        assertThat(read(second, "V1_8__rehearsal.sql")).isEqualTo("-- more");
        assertThat(read(third, "V2_0__rehearsal.sql")).isEqualTo("-- less");
        assertThat(read(third, "declarations.properties").lines().filter(line -> !line.isEmpty()))
                .containsExactly(
                        "V1_6__old.sql = additive",
                        "V1_7__newer.sql = additive",
                        "V1_8__rehearsal.sql = additive",
                        "V2_0__rehearsal.sql = destructive");
        assertThat(read(first, "declarations.properties")).doesNotContain("rehearsal");
    }

    @Test
    void saysWhatToInstall() {
        assertThat(Program.missing(List.of(Program.MARIADB_DUMP, Program.MARIADB_BINLOG, Program.PROMETHEUS)))
                .isEqualTo("not installed: mariadb-dump, mariadb-binlog, prometheus; run apt-get install"
                        + " --no-install-recommends mariadb-client prometheus");
    }

    private Version version(String declarations) throws IOException {
        Path jar = directory.resolve("1.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(FOLDER + "declarations.properties"));
            out.write(declarations.getBytes(StandardCharsets.UTF_8));
        }
        return new Version("v1.1", jar);
    }

    private static String read(Version version, String name) throws IOException {
        try (JarFile jar = new JarFile(version.jar().toFile());
                InputStream in = jar.getInputStream(jar.getJarEntry(FOLDER + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
