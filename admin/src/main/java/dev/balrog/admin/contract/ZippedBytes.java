// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes that are compressed while they are written. */
public final class ZippedBytes extends OutputStream {
    /**
     * Of 10,000 rules, 4.6 MB, one core made 476 kB in 14 ms at level 1, 436 kB in 16 ms at level 3, 424 kB in 26 ms at
     * level 4, and 362 kB in 38 ms at the usual level 6.
     */
    private static final int LEVEL = 3;

    private static final int BUFFER_BYTES = 8_192;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
    private final Gzip zip;
    private int length;

    /** Begins with nothing. */
    public ZippedBytes() {
        this(LEVEL);
    }

    private ZippedBytes(int level) {
        try {
            zip = new Gzip(bytes, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level);
        }
    }

    @Override
    public void write(int value) throws IOException {
        zip.write(value);
        length = Math.addExact(length, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        zip.write(source, offset, count);
        length = Math.addExact(length, count);
    }

    /** All that was written; nothing can be written any more. */
    public Reply.Body.Zipped finished() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply.Body.Zipped(bytes.toByteArray(), length);
    }

    /** Compresses, for one client. */
    public static byte[] zip(byte[] plain) {
        return zip(plain, LEVEL);
    }

    /** Compresses as far as it goes, for all clients to come. */
    public static byte[] zipOnce(byte[] plain) {
        return zip(plain, Deflater.BEST_COMPRESSION);
    }

    private static byte[] zip(byte[] plain, int level) {
        ZippedBytes zipped = new ZippedBytes(level);
        try {
            zipped.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.finished().bytes();
    }

    /** Unpacks. */
    public static byte[] unzip(Reply.Body.Zipped zipped) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.bytes()), BUFFER_BYTES)) {
            byte[] plain = new byte[zipped.length()];
            in.readNBytes(plain, 0, plain.length);
            return plain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
