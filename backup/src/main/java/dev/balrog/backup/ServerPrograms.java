// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Client programs of MariaDB and MySQL. They read the credentials from a file with mode 0600, because command lines are
 * visible to every user.
 */
final class ServerPrograms implements AutoCloseable {
    private final Path directory;
    private final List<String> options;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Program, by its names; the first one that is installed is used. */
    enum Program {
        DUMP("mariadb-dump", "mysqldump"),
        LOG("mariadb-binlog", "mysqlbinlog"),
        CLIENT("mariadb", "mysql");

        private final String mariaDb;
        private final String mySql;

        Program(String mariaDb, String mySql) {
            this.mariaDb = mariaDb;
            this.mySql = mySql;
        }

        /**
         * Returns its path.
         *
         * @throws BackupException when it is not installed
         */
        Path find() {
            String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
            return Stream.of(mariaDb, mySql)
                    .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1))
                            .filter(entry -> !entry.isEmpty())
                            .map(entry -> Path.of(entry, name)))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new BackupException("The program " + mariaDb
                            + " is not installed: it comes with the clients of MariaDB and MySQL, in Debian with the"
                            + " package mariadb-client"));
        }

        /** Returns whether it is MySQL's, not MariaDB's. */
        boolean isMySql() {
            return find().endsWith(mySql);
        }
    }

    /** Creates programs that need no server. */
    ServerPrograms() throws IOException {
        this.directory = Files.createTempDirectory("balrog-backup-");
        this.options = List.of();
    }

    /** Creates programs that connect to a server, with a temporary directory. */
    ServerPrograms(DatabaseUri.MySql uri) throws IOException {
        this(uri, Files.createTempDirectory("balrog-backup-"));
    }

    /**
     * Creates programs that connect to a server.
     *
     * @param directory directory of their own, which is deleted when they are closed
     */
    ServerPrograms(DatabaseUri.MySql uri, Path directory) throws IOException {
        this.directory = directory;
        Path file = directory.resolve("options.cnf");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, String.join("\n", optionLines(uri)) + "\n", StandardOpenOption.WRITE);
        this.options = List.of("--defaults-extra-file=" + file);
    }

    private static List<String> optionLines(DatabaseUri.MySql uri) {
        List<String> lines = new ArrayList<>(List.of("[client]"));
        uri.socket()
                .ifPresentOrElse(
                        path -> lines.addAll(List.of("protocol=SOCKET", "socket=" + quoted(path.toString()))),
                        () -> lines.addAll(
                                List.of("protocol=TCP", "host=" + quoted(uri.host()), "port=" + uri.port())));
        uri.authority().ifPresent(file -> lines.add("ssl-ca=" + quoted(file.toString())));
        if (!uri.user().isEmpty()) {
            lines.add("user=" + quoted(uri.user()));
        }
        if (!uri.password().isEmpty()) {
            lines.add("password=" + quoted(uri.password()));
        }
        // MySQL's programs know the first one, MariaDB's the others.
        lines.add("loose-ssl-mode=" + uri.tls().name().toUpperCase(Locale.ROOT));
        switch (uri.tls()) {
            case DISABLED -> lines.add("loose-skip-ssl");
            case PREFERRED -> lines.add("loose-disable-ssl-verify-server-cert");
            case REQUIRED -> lines.addAll(List.of("loose-ssl", "loose-disable-ssl-verify-server-cert"));
            case VERIFY_CA, VERIFY_IDENTITY -> lines.addAll(List.of("loose-ssl", "loose-ssl-verify-server-cert"));
        }
        return lines;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Returns a directory for temporary files. */
    Path directory() {
        return directory;
    }

    /** Standard input of a program. */
    interface Input {
        Input NOTHING = _ -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    /** Runs a program that connects to the server. */
    void run(Program program, List<String> arguments, Input input, OutputStream out) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(arguments);
        runAlone(program, all, input, out);
    }

    /** Runs a program that needs no server, in the directory, and writes its output to a file. */
    void runAlone(Program program, List<String> arguments, Path out) throws IOException {
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(out), 1 << 16)) {
            runAlone(program, arguments, Input.NOTHING, to);
        }
    }

    private void runAlone(Program program, List<String> arguments, Input input, OutputStream out) throws IOException {
        Path executable = program.find();
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(arguments);
        Path errors = Files.createTempFile(directory, "errors", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
        // These programs take and print times without a zone: have them in UTC.
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        try {
            CompletableFuture<@Nullable IOException> written =
                    CompletableFuture.supplyAsync(() -> write(process, input), threads);
            try (InputStream produced = process.getInputStream()) {
                produced.transferTo(out);
            }
            int exit = process.waitFor();
            IOException writeError = written.get();
            if (exit != 0) {
                throw new BackupException(executable.getFileName() + " failed: " + errorMessage(errors, exit));
            }
            if (writeError != null) {
                throw writeError;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException(executable.getFileName() + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new BackupException("The input for " + executable.getFileName() + " failed: " + e.getCause(), e);
        } finally {
            process.destroy();
            Files.deleteIfExists(errors);
        }
    }

    private static @Nullable IOException write(Process process, Input input) {
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
            input.writeTo(out);
            return null;
        } catch (IOException e) {
            // Most likely the program has ended, and its own message says why.
            return e;
        }
    }

    private static String errorMessage(Path errors, int exit) throws IOException {
        List<String> lines = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING") && !line.matches("-+|/\\*.*"))
                .toList();
        return lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("rror:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "exit code " + exit : lines.getLast());
    }

    /** Executes statements, and returns the values of the first column of their results. */
    List<String> query(String sql) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(
                Program.CLIENT,
                List.of("--batch", "--skip-column-names"),
                in -> in.write(sql.getBytes(StandardCharsets.UTF_8)),
                out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t", 2)[0])
                .toList();
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        DurableFiles.deleteTree(directory);
    }
}
