// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of a file, compressed by gzip or not, in bounded memory. Each byte becomes a
 * character, as request targets have it.
 */
final class LineReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Longer lines are cut: no request that the public app accepts makes one. */
    private static final int MAX_LINE_BYTES = 1 << 16;

    private static final int GZIP_MAGIC = 0x1F8B;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private byte[] line = new byte[1024];

    /** Creates a reader that closes the stream. */
    LineReader(InputStream file) throws IOException {
        InputStream buffered = new BufferedInputStream(file, BUFFER_BYTES);
        buffered.mark(2);
        int magic = buffered.read() << Byte.SIZE | buffered.read();
        buffered.reset();
        in = magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** Returns the next line without its end; null after the last one. */
    @Nullable
    String next() throws IOException {
        int length = 0;
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return length == 0 ? null : string(length);
                }
            }
            int newline = position;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            length = append(length, newline);
            if (newline < end) {
                position = newline + 1;
                return string(length);
            }
            position = end;
        }
    }

    /** Appends what is before a position of the buffer, and returns the new length of the line. */
    private int append(int length, int until) {
        int more = Math.min(until - position, MAX_LINE_BYTES - length);
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
        }
        System.arraycopy(buffer, position, line, length, more);
        return length + more;
    }

    private String string(int length) {
        boolean carriageReturn = length > 0 && line[length - 1] == '\r';
        return new String(line, 0, carriageReturn ? length - 1 : length, ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
