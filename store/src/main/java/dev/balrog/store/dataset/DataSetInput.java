// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.dataset;

import dev.balrog.core.Sha256;
import dev.balrog.store.StoreException;
import dev.balrog.store.rows.RowCodec;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Parser for data sets that also verifies them. Detects gzip by the first bytes. */
public final class DataSetInput {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    /**
     * Longest accepted line, in bytes; longer than any row, but a file that is no data set may
     * exceed it.
     */
    private static final int LONGEST_LINE = 512 * 1024 * 1024;

    private final Path file;
    private final MessageDigest digest = Sha256.newDigest();
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long lineNumber;

    private DataSetInput(Path file) {
        this.file = file;
    }

    /** Consumer of the rows of a data set. */
    public interface Rows {
        /** Handles the scope; called before all rows. */
        void begin(DataSetScope scope);

        /**
         * Handles a row.
         *
         * @param line number of its line, for messages
         * @param values the values as {@link RowCodec#read} returns them
         */
        void row(long line, RowCodec codec, @Nullable Object[] values);
    }

    /**
     * Reads a data set to its end. Rows that were passed on are only valid if this method returns.
     *
     * @return the number of rows
     * @throws StoreException when the file is no data set, is truncated or damaged, or contains
     *     unknown tables or columns
     */
    public static long read(Path file, Rows rows) {
        DataSetInput input = new DataSetInput(file);
        try (InputStream in = open(file)) {
            return input.read(in, rows);
        } catch (NoSuchFileException e) {
            throw new StoreException("There is no file " + file, e);
        } catch (EOFException e) {
            throw input.truncated();
        } catch (ZipException e) {
            throw input.bad("the file is corrupt: " + e.getMessage());
        } catch (IOException e) {
            throw new StoreException(file + " can't be read: " + e, e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
            in.reset();
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private long read(InputStream in, Rows rows) throws IOException {
        byte[] header = line(in);
        if (header == null) {
            throw bad("the file is empty");
        }
        rows.begin(scope(header));
        digest(header);
        long count = 0;
        while (true) {
            byte[] line = line(in);
            if (line == null) {
                throw truncated();
            }
            JsonNode json = parse(line);
            if (json.has("sha256")) {
                checkEnd(json, count, in);
                return count;
            }
            digest(line);
            count++;
            RowCodec codec = RowCodec.of(json.path("table").asString(""));
            if (codec == null) {
                throw bad("there is no table " + json.path("table"));
            }
            try {
                rows.row(lineNumber, codec, codec.read(json.path("row"), json.get("raw")));
            } catch (IllegalArgumentException e) {
                throw bad(String.valueOf(e.getMessage()));
            }
        }
    }

    private DataSetScope scope(byte[] header) {
        JsonNode json;
        try {
            json = RowCodec.JSON.readTree(header);
        } catch (JacksonException e) {
            throw bad("this is not a data set: it does not begin with the header of one");
        }
        if (!json.path("format").asString("").equals(DataSetOutput.FORMAT)) {
            throw bad("this is not a data set: it does not begin with the header of one");
        }
        if (json.path("version").asInt(0) != DataSetOutput.VERSION) {
            throw bad("the data set is of version " + json.path("version") + ", but only version "
                    + DataSetOutput.VERSION + " is supported");
        }
        String scope = json.path("scope").asString("");
        return Arrays.stream(DataSetScope.values())
                .filter(known -> known.name().equals(scope))
                .findFirst()
                .orElseThrow(() -> bad("the scope has to be one of " + Arrays.toString(DataSetScope.values())));
    }

    private void checkEnd(JsonNode end, long count, InputStream in) throws IOException {
        if (end.path("rows").asLong(-1) != count) {
            throw bad("there are " + count + " rows, but there should be " + end.path("rows"));
        }
        String found = Sha256.hex(digest);
        if (!found.equals(end.path("sha256").asString(""))) {
            throw bad("the checksum is wrong: the data set was changed after it was written");
        }
        if (available(in)) {
            throw bad("something follows after the end of the data set");
        }
    }

    private JsonNode parse(byte[] line) {
        try {
            return RowCodec.JSON.readTree(line);
        } catch (JacksonException e) {
            throw bad("this is not JSON: " + e.getOriginalMessage());
        }
    }

    private void digest(byte[] line) {
        digest.update(line);
        digest.update((byte) '\n');
    }

    /** Returns the next line without its line separator; null at the end. */
    private byte @Nullable [] line(InputStream in) throws IOException {
        lineNumber++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (available(in)) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            position = end + 1;
            if (end < limit) {
                return line.toByteArray();
            }
            if (line.size() >= LONGEST_LINE) {
                throw bad("the line is longer than any row");
            }
        }
        if (line.size() > 0) {
            throw truncated();
        }
        return null;
    }

    private boolean available(InputStream in) throws IOException {
        if (position >= limit) {
            position = 0;
            limit = in.read(buffer);
        }
        return limit > 0;
    }

    private StoreException truncated() {
        return bad("the file is truncated: its last line is missing");
    }

    private StoreException bad(String reason) {
        return new StoreException(file + ", line " + lineNumber + ": " + reason);
    }
}
