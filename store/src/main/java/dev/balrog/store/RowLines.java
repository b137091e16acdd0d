// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jooq.Record;

/**
 * Rows as lines of a data set, compressed.
 *
 * @param rows how many lines
 * @param gzip one gzip member; members can be strung together
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares these, or changes the bytes.
record RowLines(int rows, byte[] gzip) {
    static final RowLines NONE = new Builder().build();

    /** Takes rows, and compresses them. */
    static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;
        private int rows;

        Builder() {
            try {
                gzip = new GZIPOutputStream(bytes) {
                    {
                        // Three times faster than the default, and hardly larger.
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(RowCodec codec, Iterable<? extends Record> records) {
            for (Record row : records) {
                codec.writeLine(row, gzip);
                rows++;
            }
        }

        RowLines build() {
            try {
                gzip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new RowLines(rows, bytes.toByteArray());
        }
    }
}
