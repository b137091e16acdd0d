// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbPrograms;
import dev.balrog.store.MariaDbServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Load on a database server without changes. */
@Tag("slow")
class DatabaseAtRestTest {
    /** Long enough for the server's clock, which counts seconds, to move on several times. */
    private static final Duration OBSERVED = Duration.ofSeconds(6);

    /** What one poll sends and is sent, in bytes; a snapshot of the sample data is larger. */
    private static final long BYTES_OF_A_POLL = 3_000;

    static Stream<MariaDbPrograms> servers() {
        return MariaDbPrograms.all().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void sendsNothingButTheQueriesOfTheChangeDetector(MariaDbPrograms programs) throws Exception {
        MariaDbServer server = MariaDbServer.startWith(programs, List.of("--log-output=TABLE"));
        server.execute(
                "CREATE DATABASE balrog", "CREATE USER reader IDENTIFIED BY 'x'", "GRANT SELECT ON balrog.* TO reader");
        TestApp.database(MariaDbServer.uri(server.port(), "balrog"), SampleState.STATE);
        DatabaseUri reading = DatabaseUri.parse("mysql://reader:x@127.0.0.1:" + server.port() + "/balrog");
        try (Database observer = new Database(MariaDbServer.uri(server.port(), "mysql"), DatabaseOptions.forWriting());
                TestApp app = TestApp.start(reading, SampleState.CONFIG)) {
            awaitRest(app);
            long replacements = metric(app, "balrog_snapshot_replacements_total");
            long statements = metric(app, "balrog_database_statements_total");
            long counted = countedBytes(app);
            long bytes = bytes(observer);
            server.execute("SET GLOBAL general_log = ON");
            TimeUnit.MILLISECONDS.sleep(OBSERVED.toMillis());
            server.execute("SET GLOBAL general_log = OFF");
            long sent = metric(app, "balrog_database_statements_total") - statements;
            long transferred = bytes(observer) - bytes;
            long measured = countedBytes(app) - counted;

            assertThat(metric(app, "balrog_snapshot_replacements_total")).isEqualTo(replacements);
            List<String> texts =
                    observer.read(sql -> sql.fetch("SELECT DISTINCT CONVERT(argument USING utf8mb4) FROM general_log"
                                    + " WHERE user_host LIKE 'reader%' AND command_type <> 'Quit'")
                            .getValues(0, String.class));
            assertThat(texts).hasSize(2).anySatisfy(text -> assertThat(text).contains("information_schema"));
            // Polls take their time on a busy machine, so there is only an upper bound: TestApp polls every 100 ms.
            long polls = sent / 2;
            assertThat(polls).isPositive().isLessThanOrEqualTo(OBSERVED.toMillis() / 100 + 20);
            assertThat(transferred).isLessThan((polls + 2) * BYTES_OF_A_POLL);
            assertThat(measured)
                    .as("the app counts what the server counts")
                    .isCloseTo(transferred, withinPercentage(20));
        }
    }

    private static void awaitRest(TestApp app) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        long last = -1;
        while (true) {
            long now = metric(app, "balrog_snapshot_replacements_total");
            if (now == last) {
                return;
            }
            assertThat(System.nanoTime()).as("comes to rest").isLessThan(deadline);
            last = now;
            TimeUnit.SECONDS.sleep(5);
        }
    }

    /** Bytes that the server has received and sent since its start. */
    private static long bytes(Database observer) {
        return observer
                .read(sql -> sql.fetch("SHOW GLOBAL STATUS WHERE Variable_name IN ('Bytes_sent', 'Bytes_received')")
                        .getValues(1, Long.class))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long countedBytes(TestApp app) {
        return metric(app, "balrog_database_sent_bytes_total") + metric(app, "balrog_database_received_bytes_total");
    }

    private static long metric(TestApp app, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(app.measurements());
        assertThat(matcher.find()).as(name).isTrue();
        return (long) Double.parseDouble(matcher.group(1));
    }
}
