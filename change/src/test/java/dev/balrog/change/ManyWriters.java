// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.change.EngineOn.json;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.history.RevisionOutbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many admins, each with the role releng, in two admin apps on the same database: more of them than connections. */
final class ManyWriters implements AutoCloseable {
    static final int WRITERS = 24;
    static final String AGENT = "agent";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<EngineOn> apps = new ArrayList<>();

    ManyWriters(Kind kind, Path directory) {
        Database database = TestDatabases.create(kind, directory);
        Database another = new Database(database.uri(), DatabaseOptions.forWriting());
        apps.add(new EngineOn(database, directory.resolve("history")));
        apps.add(new EngineOn(another, directory.resolve("history")));
        ObjectNode state = json("{'permissions': [], 'user_roles': []}");
        IntStream.range(0, WRITERS).forEach(writer -> {
            state.withArray("permissions").add(permission(user(writer), "admin"));
            state.withArray("user_roles")
                    .add(json("{'role': 'releng', 'data_version': 1}").put("username", user(writer)));
        });
        state.withArray("permissions").add(permission(AGENT, "scheduled_change"));
        TestDatabases.fill(database, state);
    }

    private static ObjectNode permission(String user, String permission) {
        return json("{'data_version': 1}").put("username", user).put("permission", permission);
    }

    static String user(int writer) {
        return "user" + writer;
    }

    /** Has a change made by a writer of its own, in either of the apps. */
    <T> T write(int writer, Function<Transaction, T> work) {
        return apps.get(writer % apps.size()).engine().write(user(writer), work);
    }

    <T> T read(Function<ReadTransaction, T> work) {
        return apps.getFirst().engine().read(work);
    }

    /** What became of the writers' changes, all of which begin at the same moment. */
    record Race(List<Integer> winners, List<ChangeRejection> refusals) {}

    Race race(IntFunction<Callable<?>> change) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Callable<?> work = change.apply(writer);
            running.add(threads.submit(() -> {
                start.await(60, TimeUnit.SECONDS);
                return work.call();
            }));
        }
        List<Integer> winners = new ArrayList<>();
        List<ChangeRejection> refusals = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            try {
                running.get(writer).get(120, TimeUnit.SECONDS);
                winners.add(writer);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ChangeRejectedException refused)) {
                    throw e;
                }
                refusals.add(refused.rejection());
            }
        }
        return new Race(winners, refusals);
    }

    /** Has a change made by the agent, in the app of a writer. */
    <T> T writeAsAgent(int writer, Function<Transaction, T> work) {
        EngineOn app = apps.get(writer % apps.size());
        app.at(MatrixWorld.LATER);
        return app.engine().write(AGENT, work);
    }

    RevisionOutbox history() {
        return apps.getLast().queue();
    }

    JsonNode state() {
        return apps.getFirst().state();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        apps.forEach(EngineOn::close);
    }
}
