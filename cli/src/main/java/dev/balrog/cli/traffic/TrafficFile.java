// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.core.BadDataException;
import dev.balrog.core.traffic.RecordedTraffic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with traffic samples: lines of JSON, compressed if the name ends in {@code .gz}. */
public final class TrafficFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String GZIP = ".gz";

    private TrafficFile() {}

    /**
     * Reads a sample.
     *
     * @throws InvalidOptionException if the file can't be read, or is no traffic sample
     */
    public static RecordedTraffic read(Path file) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                isCompressed(file) ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file),
                UTF_8))) {
            return RecordedTraffic.read(lines.lines()
                    .filter(line -> !line.isBlank())
                    .<JsonNode>map(JSON::readTree)
                    .iterator());
        } catch (IOException | UncheckedIOException unreadable) {
            throw new InvalidOptionException("can't read " + file + ": " + unreadable.getMessage());
        } catch (JacksonException notJson) {
            throw new InvalidOptionException(file + " is no traffic sample: " + notJson.getOriginalMessage());
        } catch (BadDataException noSample) {
            throw new InvalidOptionException(file + ": " + noSample.getMessage());
        }
    }

    /**
     * Writes a sample.
     *
     * @throws CommandFailure if the file can't be written
     */
    public static void write(RecordedTraffic sample, Path file) {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = isCompressed(file) ? new GZIPOutputStream(plain) : plain;
                PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, UTF_8))) {
            print(sample, writer);
        } catch (IOException unwritable) {
            throw new CommandFailure("can't write " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** Prints a sample as it is in files. */
    static void print(RecordedTraffic sample, PrintWriter out) {
        sample.lines().forEach(line -> out.print(line + "\n"));
        out.flush();
    }

    private static boolean isCompressed(Path file) {
        return file.toString().endsWith(GZIP);
    }
}
