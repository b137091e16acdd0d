// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
    private static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};
    private static final int HEADER = 19;

    /**
     * Reads them.
     *
     * @param start offset in the server's file from which on events were asked for
     * @throws BackupException when it ends within an event, or is no binary log
     */
    static BinaryLogFile read(Path file, long start) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new BackupException("What the server sent is no binary log: " + file);
            }
            return events(in, start);
        } catch (EOFException e) {
            throw new BackupException("The binary log " + file + " ends within an event", e);
        }
    }

    private static BinaryLogFile events(InputStream in, long start) throws IOException {
        long end = start;
        Instant last = null;
        for (byte[] header = in.readNBytes(HEADER); header.length > 0; header = in.readNBytes(HEADER)) {
            if (header.length < HEADER) {
                throw new EOFException();
            }
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            long timestamp = Integer.toUnsignedLong(fields.getInt(0));
            long length = Integer.toUnsignedLong(fields.getInt(9));
            long next = Integer.toUnsignedLong(fields.getInt(13));
            in.skipNBytes(length - HEADER);
            // The description of the format comes first, whatever was asked for.
            if (next > end) {
                end = next;
                last = timestamp == 0 ? last : Instant.ofEpochSecond(timestamp);
            }
        }
        return new BinaryLogFile(end, last);
    }
}
