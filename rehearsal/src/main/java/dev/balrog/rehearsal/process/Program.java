// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Required program that is not part of Balrog, and its Debian package. */
public enum Program {
    MARIADBD("mariadbd", "mariadb-server-core"),
    MARIADB_INSTALL_DB("mariadb-install-db", "mariadb-server-core"),
    MARIADB("mariadb", "mariadb-client-core"),
    MARIADB_DUMP("mariadb-dump", "mariadb-client"),
    MARIADB_BINLOG("mariadb-binlog", "mariadb-client"),
    NGINX("nginx", "nginx"),
    PROMETHEUS("prometheus", "prometheus");

    /** Standard directories, since servers are not on every user's PATH. */
    private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin");

    private final String file;
    private final String debianPackage;

    Program(String file, String debianPackage) {
        this.file = file;
        this.debianPackage = debianPackage;
    }

    /**
     * Checks that all programs are installed.
     *
     * @throws IOException if one is missing, with the package to install
     */
    public static void requireAll() throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        List<Program> missing = Arrays.stream(values())
                .filter(program -> program.in(path).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException(missing(missing));
        }
    }

    static String missing(List<Program> programs) {
        return "not installed: "
                + programs.stream().map(program -> program.file).collect(Collectors.joining(", "))
                + "; run apt-get install --no-install-recommends "
                + programs.stream()
                        .map(program -> program.debianPackage)
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    /**
     * Returns the path of the program.
     *
     * @throws IOException if it is missing, with the package to install
     */
    String path() throws IOException {
        return in(System.getenv().getOrDefault("PATH", "")).orElseThrow(() -> new IOException(missing(List.of(this))));
    }

    /**
     * Returns the path of the program in these directories and the standard ones; empty if missing.
     */
    private Optional<String> in(String path) {
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), SYSTEM.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, file))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }
}
