// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of the events in a binary log say.
 *
 * @param end offset in the server's file of what comes next; the least one when there are no events
 * @param last when the last event happened; null when there are none
 */
record BinaryLogFile(long end, @Nullable Instant last) {
    /** Offset of the first event of each file, which describes the format of all the others. */
    static final long FIRST_EVENT = 4;

    private static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};

    /**
     * Reads a part that a server sent.
     *
     * @param start offset in the server's file from which on events were asked for
     * @throws BackupException when it ends within an event, or is no binary log
     */
    static BinaryLogFile read(Path file, long start) throws IOException {
        try (DataInputStream in = open(file)) {
            BinaryLogFile read = new BinaryLogFile(start, null);
            for (Header header = Header.read(in); header != null; header = Header.read(in)) {
                in.skipNBytes(header.rest());
                // The description of the format comes first, whatever was asked for.
                if (header.next() > read.end) {
                    read = read.with(header, header.next());
                }
            }
            return read;
        } catch (EOFException e) {
            throw new BackupException("The binary log " + file + " ends within an event", e);
        }
    }

    /**
     * Copies a part of a server's own file, as the server would have sent it. An event that is not whole is left out: a
     * server that is killed while it writes one has not committed it.
     *
     * @param start offset of the first event to copy
     * @throws BackupException when no event begins there, or it is no binary log that can be read
     */
    static BinaryLogFile copy(Path file, long start, OutputStream out) throws IOException {
        BinaryLogFile copied = new BinaryLogFile(start, null);
        long at = FIRST_EVENT;
        boolean found = at == start;
        out.write(MAGIC);
        try (DataInputStream in = open(file)) {
            for (Header header = Header.read(in); header != null; header = Header.read(in)) {
                if (header.isEncryption()) {
                    throw new BackupException("The binary log " + file + " is encrypted, and its server has the key");
                }
                byte[] rest = new byte[header.rest()];
                in.readFully(rest);
                if (at == FIRST_EVENT || at >= start) {
                    out.write(header.fields().array());
                    out.write(rest);
                }
                at += header.length();
                found |= at == start;
                if (at > start) {
                    copied = copied.with(header, at);
                }
            }
        } catch (EOFException _) {
            // The event that was being written.
        }
        if (!found) {
            throw new BackupException("The binary log " + file + " has no event at " + start
                    + ", where the backup ends: it is not of the server that was backed up");
        }
        return copied;
    }

    private BinaryLogFile with(Header header, long newEnd) {
        Instant time = header.time();
        return new BinaryLogFile(newEnd, time == null ? last : time);
    }

    private static DataInputStream open(Path file) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            in.close();
            throw new BackupException("It is no binary log: " + file);
        }
        return in;
    }

    /** What each event begins with, as bytes. */
    private record Header(ByteBuffer fields) {
        private static final int LENGTH = 19;
        private static final int START_ENCRYPTION = 164;

        /** Reads one; null at the end of the file. */
        static @Nullable Header read(DataInputStream in) throws IOException {
            byte[] bytes = in.readNBytes(LENGTH);
            if (bytes.length == 0) {
                return null;
            }
            if (bytes.length < LENGTH) {
                throw new EOFException();
            }
            Header header = new Header(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            if (header.length() < LENGTH) {
                throw new BackupException(
                        "The binary log is damaged: an event can't have " + header.length() + " bytes");
            }
            return header;
        }

        /** When it happened; null for what did not happen at any time. */
        @Nullable
        Instant time() {
            long seconds = Integer.toUnsignedLong(fields.getInt(0));
            return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
        }

        boolean isEncryption() {
            return Byte.toUnsignedInt(fields.get(4)) == START_ENCRYPTION;
        }

        /** Bytes of the whole event. */
        int length() {
            return fields.getInt(9);
        }

        /** Offset in the server's file of what comes next. */
        long next() {
            return Integer.toUnsignedLong(fields.getInt(13));
        }

        /** Bytes of the event after this. */
        int rest() {
            return length() - LENGTH;
        }
    }
}
