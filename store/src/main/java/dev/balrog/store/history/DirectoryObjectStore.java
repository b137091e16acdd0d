// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Object store in a directory, which has to be on a case-sensitive file system. The name of an
 * object is the path of its file in the directory, except for characters that file systems do not
 * accept: a percent sign, control characters and non-ASCII characters are percent-encoded as in
 * URLs, for example. Other tools that know this encoding can read the objects.
 */
public final class DirectoryObjectStore implements ObjectStore {
    private final Path directory;

    /**
     * Opens a directory; creates it if it does not exist.
     *
     * @throws ObjectStoreException when it is no directory or can't be created
     */
    public DirectoryObjectStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.directory);
        } catch (IOException e) {
            throw failure("can't be created", e);
        }
    }

    @Override
    public void put(String name, byte[] content) {
        Path file = ObjectFileNames.file(directory, name);
        Path parent = parent(file);
        Path partial = parent.resolve(ObjectFileNames.NO_OBJECT + UUID.randomUUID());
        try {
            Files.createDirectories(parent);
            try {
                write(partial, content);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
            for (Path made = parent; made.startsWith(directory); made = parent(made)) {
                sync(made);
            }
        } catch (IOException e) {
            throw failure("can't be written to", e);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /**
     * Executes fsync on a directory; before that, the name of a new file may not survive a power
     * failure.
     */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<byte[]> get(String name) {
        requireDirectory();
        Path file = ObjectFileNames.file(directory, name);
        if (Files.isDirectory(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("can't be read", e);
        }
    }

    /**
     * Checks that the directory exists. If it does not, for example because a disk is not mounted,
     * a missing file does not mean a missing object.
     */
    private void requireDirectory() {
        if (!Files.isDirectory(directory)) {
            throw new ObjectStoreException("The directory " + directory + " does not exist");
        }
    }

    @Override
    public List<String> list(String prefix, int most) {
        requireDirectory();
        TreeSet<String> names = new TreeSet<>();
        Path from = ObjectFileNames.directory(directory, prefix);
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    return !from.equals(visited.getParent()) || ObjectFileNames.mayHold(visited, prefix)
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    ObjectFileNames.name(directory, file)
                            .filter(name -> name.startsWith(prefix))
                            .ifPresent(names::add);
                    if (names.size() > most) {
                        names.pollLast();
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                    // The temporary file of an object that is being written was renamed.
                    if (error instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw error;
                }
            });
        } catch (IOException e) {
            throw failure("can't be read", e);
        }
        return List.copyOf(names);
    }

    private ObjectStoreException failure(String problem, IOException cause) {
        return new ObjectStoreException("The directory " + directory + " " + problem + ": " + cause, cause);
    }

    @Override
    public String description() {
        return directory.toUri().toString();
    }

    @Override
    public void close() {}
}
