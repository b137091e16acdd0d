// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.dataset;

import dev.balrog.core.Sha256;
import dev.balrog.store.rows.RowCodec;
import dev.balrog.store.rows.RowLines;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writer of a data set: a header line with format, version and scope; a line for each row; and a
 * last line with the number of rows and the SHA-256 of all preceding uncompressed bytes.
 */
public final class DataSetOutput {
    static final String FORMAT = "balrog-data-set";
    static final int VERSION = 1;

    private final OutputStream out;
    private final boolean compressed;
    private final MessageDigest digest = Sha256.newDigest();
    private @Nullable OutputStream member;
    private long rows;

    /**
     * Begins a data set.
     *
     * @param out destination; not closed
     * @param compressed whether to compress with gzip
     */
    public DataSetOutput(OutputStream out, boolean compressed, DataSetScope scope) throws IOException {
        this.out = out;
        this.compressed = compressed;
        line("{\"format\": \"" + FORMAT + "\", \"version\": " + VERSION + ", \"scope\": \"" + scope + "\"}");
    }

    /**
     * Adds a row that does not come from a database.
     *
     * @param row values by column; null columns are omitted, JSON columns contain JSON
     */
    public void row(String table, ObjectNode row) throws IOException {
        ObjectNode line = row.objectNode();
        line.put("table", table);
        line.set("row", row);
        line(line.toString());
        rows++;
    }

    /** Writes a row as a line. */
    public void row(RowCodec codec, Record row) throws IOException {
        codec.writeLine(row, new Hashing(text()));
        rows++;
    }

    /** Adds compressed rows without compressing them again. */
    public void rows(RowLines lines) throws IOException {
        if (compressed) {
            endMember();
            out.write(lines.gzip());
        }
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(lines.gzip()))) {
            plain.transferTo(new Hashing(compressed ? OutputStream.nullOutputStream() : text()));
        }
        rows += lines.rows();
    }

    /** Returns the number of rows so far. */
    public long rows() {
        return rows;
    }

    /** Ends the data set and returns its number of rows. */
    public long finish() throws IOException {
        line("{\"rows\": " + rows + ", \"sha256\": \"" + Sha256.hex(digest) + "\"}");
        endMember();
        out.flush();
        return rows;
    }

    private void line(String line) throws IOException {
        new Hashing(text()).write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private OutputStream text() throws IOException {
        if (!compressed) {
            return out;
        }
        OutputStream current = member;
        if (current == null) {
            current = new GZIPOutputStream(new NotClosing(out));
            member = current;
        }
        return current;
    }

    private void endMember() throws IOException {
        OutputStream current = member;
        if (current != null) {
            current.close();
            member = null;
        }
    }

    /** Stream that forwards all bytes to another stream and to the digest. */
    private final class Hashing extends OutputStream {
        private final OutputStream target;

        Hashing(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            target.write(b);
            digest.update((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
            digest.update(bytes, offset, length);
        }
    }

    private static final class NotClosing extends BufferedOutputStream {
        NotClosing(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
