// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loader of the user interface's files from the class path. */
final class UiResources {
    private static final String FOLDER = "ui/";
    private static final String MARK = FOLDER + "index.html";

    private UiResources() {}

    /**
     * Returns all files, by their paths below the folder {@code ui}, such as
     * {@code assets/index.js}; none if {@code index.html} is missing.
     *
     * @throws UncheckedIOException when the files can't be read
     */
    static Map<String, byte[]> read(ClassLoader loader) {
        @Nullable URL mark = loader.getResource(MARK);
        if (mark == null) {
            return Map.of();
        }
        try {
            return mark.openConnection() instanceof JarURLConnection jar
                    ? inJar(jar.getJarFile())
                    : inDirectory(Path.of(mark.toURI()).resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException("the user interface can't be read from " + mark, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has the unsupported URL " + mark, e);
        }
    }

    private static Map<String, byte[]> inJar(JarFile jar) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    files.put(entry.getName().substring(FOLDER.length()), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> inDirectory(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
