// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.balrog.cli.sample.SampleFile;
import dev.balrog.cli.sample.SampleSize;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.transfer.DataSetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Fills a database with the large sample, and adds a copy of the releases of each kind under other
 * names: half of the sample's 60,000 releases are stored whole and half in parts, and each list has
 * to have the full number.
 */
final class ListingDatabase {
    private static final long SEED = 1;

    private ListingDatabase() {}

    /** Fills an empty database. */
    static void fill(String uri, SampleSize size, Path directory) throws IOException {
        Path sample = directory.resolve("sample.jsonl.gz");
        SampleFile.write(size, SEED, sample, rows -> {});
        try (Database database = new Database(DatabaseUri.parse(uri), DatabaseOptions.forWriting())) {
            new Schema(database).upgrade();
            new DataSetReader(database).read(sample, false, rows -> {});
            duplicate(database, RELEASES, RELEASES.NAME);
            duplicate(database, RELEASES_JSON, RELEASES_JSON.NAME);
            duplicate(database, RELEASE_ASSETS, RELEASE_ASSETS.NAME);
        }
        Files.delete(sample);
    }

    private static void duplicate(Database database, Table<?> table, TableField<?, String> name) {
        Field<?>[] fields = table.fields();
        Field<?>[] values = Arrays.stream(fields)
                .map(field -> field.equals(name) ? concat(name, inline("-again")) : field)
                .toArray(Field<?>[]::new);
        database.write(sql ->
                sql.insertInto(table, fields).select(select(values).from(table)).execute());
    }
}
