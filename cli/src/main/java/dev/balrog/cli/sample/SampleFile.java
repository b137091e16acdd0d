// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import dev.balrog.store.dataset.DataSetOutput;
import dev.balrog.store.dataset.DataSetScope;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes a sample as a data set that can be imported. */
public final class SampleFile {
    private static final int PROGRESS_EVERY = 1_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private SampleFile() {}

    /**
     * Writes the sample of this size and seed.
     *
     * @param file file to write; compressed if its name ends in {@code .gz}
     * @param progress receives the number of rows written, at intervals
     * @return the number of rows
     */
    public static long write(SampleSize size, long seed, Path file, LongConsumer progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            boolean compressed = file.toString().endsWith(".gz");
            DataSetOutput output = new DataSetOutput(out, compressed, DataSetScope.WHOLE);
            SampleData.write(size, seed, (table, row) -> {
                output.row(table, row);
                if (output.rows() % PROGRESS_EVERY == 0) {
                    progress.accept(output.rows());
                }
            });
            return output.finish();
        }
    }
}
