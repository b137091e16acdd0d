// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Atomic, durable files: a file is whole and synced before it gets its name, whenever the process or machine stops. */
final class DurableFiles {
    /** Prefix of the names of unfinished files. */
    static final String UNFINISHED = ".unfinished-";

    private static final int BUFFER = 1 << 16;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private DurableFiles() {}

    /** Returns a time as a file name; names sort by time. */
    static String name(Instant time) {
        return TIME.format(time);
    }

    /** Content of a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file, compressed by gzip. */
    static StoredFile writeCompressed(Path file, Content content) throws IOException {
        return write(file, out -> {
            try (OutputStream compressed = new BufferedOutputStream(new GZIPOutputStream(out, BUFFER), BUFFER)) {
                content.writeTo(compressed);
            }
        });
    }

    /** Writes a file. An existing one is replaced atomically. */
    static StoredFile write(Path file, Content content) throws IOException {
        Path directory = parent(file);
        Path unfinished = directory.resolve(
                // Short, because the file's own name may have the greatest length that is allowed.
                UNFINISHED + Integer.toHexString(file.getFileName().toString().hashCode()));
        try {
            MessageDigest digest = sha256();
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                DigestOutputStream digesting = new DigestOutputStream(out, digest);
                content.writeTo(new NotClosing(digesting));
                digesting.flush();
                channel.force(true);
            }
            long size = Files.size(unfinished);
            move(unfinished, file);
            return new StoredFile(file.getFileName().toString(), size, hex(digest));
        } catch (IOException | RuntimeException e) {
            // On a full disk each retry would leave another one.
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /** Renames a file or directory durably, on the same file system. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(parent(to));
    }

    /** Calls fsync. Until then, a new name in a directory may not survive a power failure. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Checks the size and SHA-256 of a file against its manifest.
     *
     * @throws BackupException when it is missing or differs
     */
    static void check(Path directory, StoredFile stored) throws IOException {
        Path file = directory.resolve(stored.name());
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        } catch (NoSuchFileException e) {
            throw new BackupException("The file " + file + " of the backup is missing", e);
        }
        if (Files.size(file) != stored.size() || !hex(digest).equals(stored.sha256())) {
            throw new BackupException("The file " + file + " of the backup is damaged: it has "
                    + Files.size(file) + " bytes with SHA-256 " + hex(digest) + ", and its manifest says "
                    + stored.size() + " bytes with SHA-256 " + stored.sha256());
        }
    }

    static InputStream openCompressed(Path file) throws IOException {
        return new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER);
    }

    /** Creates directories with mode 0700: backups hold everything that the database does. */
    static void makePrivate(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Deletes a directory recursively, if it exists. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own digests can be cloned", e);
        }
    }

    /** Stream that leaves the one below it open, which is synced afterwards. */
    private static final class NotClosing extends java.io.FilterOutputStream {
        NotClosing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
