// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jooq.Record;

/**
 * Rows as compressed lines of a data set.
 *
 * @param rows number of lines
 * @param gzip one gzip member; members can be concatenated
 */
@SuppressWarnings("ArrayRecordComponent") // Instances are never compared, and the bytes are never changed.
public record RowLines(int rows, byte[] gzip) {
    public static final RowLines NONE = new Builder().build();

    /** Builder that compresses rows. */
    public static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;
        private int rows;

        /** Creates a builder without rows. */
        public Builder() {
            try {
                gzip = new GZIPOutputStream(bytes) {
                    {
                        // Three times as fast as the default level, with hardly larger output.
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Adds rows, each as a line. */
        public void add(RowCodec codec, Iterable<? extends Record> records) {
            for (Record row : records) {
                codec.writeLine(row, gzip);
                rows++;
            }
        }

        /** Returns the lines. Nothing can be added after it. */
        public RowLines build() {
            try {
                gzip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new RowLines(rows, bytes.toByteArray());
        }
    }
}
