// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where programs are. */
final class Programs {
    /** Servers are not on everybody's path. */
    private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin");

    private Programs() {}

    /**
     * The path of a program.
     *
     * @param debianPackage what to install when it is missing
     * @throws IOException when it is missing, saying what to install
     */
    static String find(String name, String debianPackage) throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), SYSTEM.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException(name + " is not installed: apt-get install " + debianPackage))
                .toString();
    }
}
