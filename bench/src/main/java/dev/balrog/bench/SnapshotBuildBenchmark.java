// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.store.Database;
import dev.balrog.store.snapshot.LoadedSnapshot;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time to load a snapshot from the database, and to reload it after a small change. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@State(Scope.Thread)
public class SnapshotBuildBenchmark {

    /** Size of the database. */
    @Param({"SMALL", "LARGE"})
    public Size size = Size.SMALL;

    private Database database;
    private SnapshotLoader loader;

    /** Opens the database. */
    @Setup(Level.Trial)
    @Initializer
    public void open() throws IOException {
        database = Sample.open(size);
        loader = new SnapshotLoader(database, problem -> {});
        loader.load();
    }

    /** Closes the database. */
    @TearDown(Level.Trial)
    public void close() {
        database.close();
    }

    /** Loads the first snapshot of a process. */
    @Benchmark
    public LoadedSnapshot first() {
        return new SnapshotLoader(database, problem -> {}).load();
    }

    /** Loads a snapshot after a change that leaves all releases unchanged. */
    @Benchmark
    public LoadedSnapshot again() {
        return loader.load();
    }
}
