// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Digests of all pages of a SQLite file, by which two states of it are compared.
 *
 * <p>A file of differences holds, before compression: the line {@code balrog-pages 1}; page size and number of pages,
 * four bytes each, the high ones first; then each changed page: its number, from 1, in four bytes, and its content; and
 * at the end four bytes of zero.
 */
final class PageDigests {
    private static final byte[] MAGIC = "balrog-pages 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 16;
    private static final int HEADER = 100;

    private final int pageSize;
    private byte[] digests;

    private PageDigests(int pageSize, byte[] digests) {
        this.pageSize = pageSize;
        this.digests = digests;
    }

    /** Reads a file that no process writes to. */
    static PageDigests of(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return of(in);
        }
    }

    static PageDigests of(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        int pageSize = pageSize(header);
        byte[] page = Arrays.copyOf(header, pageSize);
        int filled = header.length + in.readNBytes(page, HEADER, pageSize - HEADER);
        PageDigests pages = new PageDigests(pageSize, new byte[DIGEST * 64]);
        int count = 0;
        while (filled > 0) {
            if (filled < pageSize) {
                throw new BackupException("The SQLite file ends within a page");
            }
            pages.set(count++, page);
            filled = in.readNBytes(page, 0, pageSize);
        }
        pages.digests = Arrays.copyOf(pages.digests, count * DIGEST);
        return pages;
    }

    private static int pageSize(byte[] header) {
        if (header.length < HEADER || !new String(header, 0, 15, StandardCharsets.US_ASCII).equals("SQLite format 3")) {
            throw new BackupException("The file is not a SQLite database, or is empty");
        }
        int size = ((header[16] & 0xff) << 8) | (header[17] & 0xff);
        return size == 1 ? 1 << 16 : size;
    }

    private static byte[] digest(byte[] page) {
        return Arrays.copyOf(DurableFiles.sha256().digest(page), DIGEST);
    }

    private void set(int index, byte[] page) {
        if ((index + 1) * DIGEST > digests.length) {
            digests = Arrays.copyOf(digests, digests.length * 2);
        }
        System.arraycopy(digest(page), 0, digests, index * DIGEST, DIGEST);
    }

    int count() {
        return digests.length / DIGEST;
    }

    PageState state() {
        MessageDigest digest = DurableFiles.sha256();
        digest.update(digests);
        return new PageState(pageSize, count(), HexFormat.of().formatHex(digest.digest()));
    }

    private boolean has(int index, byte[] digest) {
        int at = index * DIGEST;
        return index < count() && Arrays.equals(digests, at, at + DIGEST, digest, 0, DIGEST);
    }

    /**
     * Returns whether one state becomes the other by replacing whole pages; otherwise a new snapshot is needed.
     */
    boolean isComparable(PageDigests later) {
        return pageSize == later.pageSize;
    }

    /** Returns the number of pages that differ. */
    int differences(PageDigests later) {
        int different = 0;
        for (int i = 0; i < later.count(); i++) {
            if (!has(i, Arrays.copyOfRange(later.digests, i * DIGEST, (i + 1) * DIGEST))) {
                different++;
            }
        }
        return different;
    }

    /**
     * Writes the pages that differ.
     *
     * @param file has the later state
     */
    void writeDifferences(PageDigests later, Path file, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.write(MAGIC);
        out.writeInt(pageSize);
        out.writeInt(later.count());
        byte[] page = new byte[pageSize];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int i = 0; i < later.count(); i++) {
                if (!has(i, Arrays.copyOfRange(later.digests, i * DIGEST, (i + 1) * DIGEST))) {
                    in.seek((long) i * pageSize);
                    in.readFully(page);
                    out.writeInt(i + 1);
                    out.write(page);
                }
            }
        }
        out.writeInt(0);
        out.flush();
    }

    /** Receiver of pages. */
    private interface Target {
        void put(int index, byte[] page) throws IOException;
    }

    private int readDifferences(InputStream from, Target target) throws IOException {
        DataInputStream in = new DataInputStream(from);
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC) || in.readInt() != pageSize) {
            throw new BackupException("The increment has no pages of " + pageSize + " bytes");
        }
        int count = in.readInt();
        byte[] page = new byte[pageSize];
        for (int number = in.readInt(); number != 0; number = in.readInt()) {
            in.readFully(page);
            target.put(number - 1, page);
        }
        return count;
    }

    /** Returns the state after these differences, without a file. */
    PageDigests after(InputStream differences) throws IOException {
        PageDigests later = new PageDigests(pageSize, digests.clone());
        int count = readDifferences(differences, (index, page) -> {
            if (index >= later.count()) {
                later.digests = Arrays.copyOf(later.digests, (index + 1) * DIGEST);
            }
            later.set(index, page);
        });
        later.digests = Arrays.copyOf(later.digests, count * DIGEST);
        return later;
    }

    /** Applies differences to a file that has this state. */
    void apply(InputStream differences, Path file) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            int count = readDifferences(differences, (index, page) -> {
                out.seek((long) index * pageSize);
                out.write(page);
            });
            out.setLength((long) count * pageSize);
        }
    }
}
