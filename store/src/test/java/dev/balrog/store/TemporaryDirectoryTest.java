// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.schema.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's native library is unpacked into the temporary directory, in a process of its own. */
class TemporaryDirectoryTest {
    @TempDir
    private Path directory;

    /** Not even root can write to {@code /proc}. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheDirectoryThatTheLibraryCanNotBeLoadedFrom() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.sqlite.tmpdir=/proc",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        directory.resolve("balrog.db").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(said).contains("temporary directory /proc", "noexec", "-Dorg.sqlite.tmpdir=DIRECTORY");
    }

    /** Opens a database, as a program of its own. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            try (Database database =
                    new Database(DatabaseUri.parse("sqlite:///" + arguments[0]), DatabaseOptions.forWriting())) {
                new Schema(database).upgrade();
            } catch (StoreException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }
}
