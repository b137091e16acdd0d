// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.Sha256;
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
 * Writes a data set: a line that names format, version and scope; a line for each row; and a last line with the number of
 * rows and the SHA-256 of all bytes before it, as they are without compression.
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
     * @param out where to; not closed
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
     * @param row values by column; a column that is null is left out, a column of JSON holds JSON
     */
    public void row(String table, ObjectNode row) throws IOException {
        ObjectNode line = row.objectNode();
        line.put("table", table);
        line.set("row", row);
        line(line.toString());
        rows++;
    }

    void row(RowCodec codec, Record row) throws IOException {
        codec.writeLine(row, new Hashing(text()));
        rows++;
    }

    /** Adds rows that are compressed already, and does not compress them again. */
    void rows(RowLines lines) throws IOException {
        if (compressed) {
            endMember();
            out.write(lines.gzip());
        }
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(lines.gzip()))) {
            plain.transferTo(new Hashing(compressed ? OutputStream.nullOutputStream() : text()));
        }
        rows += lines.rows();
    }

    /** How many rows there are so far. */
    public long rows() {
        return rows;
    }

    /** Ends the data set, and returns how many rows it has. */
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

    /** Passes on to another stream, and to the digest. */
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
