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
 * The programs that come with MariaDB and MySQL. They read the credentials from a file that only this user can read, for
 * everybody can see what a process was started with.
 */
final class ServerTools implements AutoCloseable {
    private final Path directory;
    private final Path options;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A program, by its names; the first one that is there is used. */
    enum Tool {
        DUMP("mariadb-dump", "mysqldump"),
        LOG("mariadb-binlog", "mysqlbinlog"),
        CLIENT("mariadb", "mysql");

        private final String mariaDb;
        private final String mySql;

        Tool(String mariaDb, String mySql) {
            this.mariaDb = mariaDb;
            this.mySql = mySql;
        }

        /**
         * Where it is.
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

        /** Whether it is one of MySQL, not of MariaDB. */
        boolean isMySql() {
            return find().endsWith(mySql);
        }
    }

    ServerTools(DatabaseUri.MySql uri) throws IOException {
        this.directory = Files.createTempDirectory("balrog-backup-");
        this.options = directory.resolve("options.cnf");
        Files.createFile(options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(options, String.join("\n", optionLines(uri)) + "\n", StandardOpenOption.WRITE);
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
        // MySQL's programs know one of these, MariaDB's the others.
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

    /** A directory for what is only needed while this is open. */
    Path directory() {
        return directory;
    }

    /** What to write to a program. */
    interface Input {
        Input NOTHING = _ -> {};

        void writeTo(OutputStream out) throws IOException;
    }

    /** Runs a program on the server. */
    void run(Tool tool, List<String> arguments, Input input, OutputStream out) throws IOException {
        List<String> all = new ArrayList<>(List.of("--defaults-extra-file=" + options));
        all.addAll(arguments);
        runAlone(tool, all, input, out);
    }

    /** Runs a program that needs no server. */
    void runAlone(Tool tool, List<String> arguments, Input input, OutputStream out) throws IOException {
        Path program = tool.find();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path errors = Files.createTempFile(directory, "errors", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // Times without a zone, as these programs take and print them, are in UTC.
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        try {
            CompletableFuture<@Nullable IOException> written =
                    CompletableFuture.supplyAsync(() -> write(process, input), threads);
            try (InputStream produced = process.getInputStream()) {
                produced.transferTo(out);
            }
            int exit = process.waitFor();
            IOException notWritten = written.get();
            if (exit != 0) {
                throw new BackupException(program.getFileName() + " failed: " + complaint(errors, exit));
            }
            if (notWritten != null) {
                throw notWritten;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException(program.getFileName() + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new BackupException("The input for " + program.getFileName() + " failed: " + e.getCause(), e);
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
            // It has ended, most likely, and says itself why.
            return e;
        }
    }

    private static String complaint(Path errors, int exit) throws IOException {
        List<String> lines = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING") && !line.matches("-+|/\\*.*"))
                .toList();
        return lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("rror:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "exit code " + exit : lines.getLast());
    }

    /** Executes statements, and returns the values of the first column that they yield. */
    List<String> query(String sql) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(
                Tool.CLIENT,
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
