// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Snapshot of sample data, and requests to evaluate against it. */
@State(Scope.Thread)
public class Sample {
    /** Name of the system property with the directory of the databases. */
    static final String DIRECTORY_PROPERTY = "balrog.bench.data";

    /** Size of the database. */
    @Param({"SMALL", "LARGE"})
    public Size size = Size.SMALL;

    private final Requests requests = new Requests();
    private Snapshot snapshot;

    /** Loads the snapshot. */
    @Setup
    @Initializer
    public void load() throws IOException {
        snapshot = load(size);
    }

    static Snapshot load(Size size) throws IOException {
        try (Database database = open(size)) {
            return new SnapshotLoader(database, problem -> {}).load().snapshot();
        }
    }

    static Database open(Size size) throws IOException {
        return new SampleDatabase(Path.of(System.getProperty(DIRECTORY_PROPERTY, "bench/target/data"))).open(size);
    }

    Requests requests() {
        return requests;
    }

    Snapshot snapshot() {
        return snapshot;
    }
}
