// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.BlockingHandler.Entry;
import dev.balrog.service.RawClient.RawAnswer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingHandlerTest {

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();

    private HttpService serve(BlockingHandler.Work work) throws IOException {
        ErrorReporter errors = (error, context) -> reported.add(error);
        return HttpService.start(
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1).withMaxBodyBytes(10),
                InstantSource.system(),
                new BlockingHandler(work, 10, errors),
                errors);
    }

    @Test
    void worksOnVirtualThreadsWithTheWholeBody() throws Exception {
        BlockingHandler.Work work =
                (request, body) -> Answer.text(200, Thread.currentThread().isVirtual() + " " + new String(body, UTF_8));
        try (HttpService service = serve(work);
                RawClient client = new RawClient(service.port())) {
            client.request("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked")
                    .send("3\r\nabc\r\n")
                    .send("2\r\nde\r\n0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("true abcde");
            assertThat(client.request("GET / HTTP/1.1\nHost: x").answer().body())
                    .isEqualTo("true ");
        }
    }

    @Test
    void refusesBodiesThatTurnOutTooLarge() throws Exception {
        try (HttpService service = serve((request, body) -> Answer.text(200, "never"));
                RawClient client = new RawClient(service.port())) {
            client.request("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked")
                    .send("b\r\n01234567890\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void reportsWhatTheWorkThrows() throws Exception {
        IOException bug = new IOException("bug");
        try (HttpService service = serve((request, body) -> {
                    throw bug;
                });
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.request("GET / HTTP/1.1\nHost: x").answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(reported).containsExactly(bug);
        }
    }

    @Test
    void readsNoBodyOfARequestThatItsHeadAnswers() throws Exception {
        Entry refused = new Entry.Answered(Answer.text(401, "who?"));
        try (HttpService service = serve(request -> refused, BodyBudget.unlimited());
                RawClient client = new RawClient(service.port())) {
            assertThat(client.request("POST / HTTP/1.1\nHost: x\nContent-Length: 10")
                            .answer()
                            .status())
                    .isEqualTo(401);
            client.send("0123456789");
            assertThat(client.request("GET / HTTP/1.1\nHost: x").answer().status())
                    .as("over the same connection")
                    .isEqualTo(401);
        }
    }

    @Test
    void worksWithoutABodyThatNobodyWants() throws Exception {
        Entry entry = new Entry.Admitted(
                0, Answer.text(413, "never"), (request, body) -> Answer.text(200, "got " + body.length));
        try (HttpService service = serve(request -> entry, BodyBudget.unlimited());
                RawClient client = new RawClient(service.port())) {
            client.request("DELETE / HTTP/1.1\nHost: x\nContent-Length: 5").send("01234");
            assertThat(client.answer().body()).isEqualTo("got 0");
        }
    }

    @Test
    void hasLargeBodiesWaitForRoomButNotSmallOnes() throws Exception {
        Entry echo = new Entry.Admitted(
                1_000_000, Answer.text(413, "never"), (request, body) -> Answer.text(200, "got " + body.length));
        BodyBudget budget = BodyBudget.of(400_000, Duration.ofMillis(50));
        try (HttpService service = serve(request -> echo, budget);
                RawClient slow = new RawClient(service.port());
                RawClient other = new RawClient(service.port())) {
            slow.request("POST / HTTP/1.1\nHost: x\nContent-Length: 250000\nExpect: 100-continue");
            assertThat(slow.answerToHead().status()).isEqualTo(100);
            slow.send("a".repeat(100_000));
            Await.until("the first body has taken its room", () -> budget.free() < 250_000);

            other.request("POST / HTTP/1.1\nHost: x\nContent-Length: 250000").send("b".repeat(250_000));
            RawAnswer refused = other.answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("2");
            other.request("POST / HTTP/1.1\nHost: x\nContent-Length: 5").send("small");
            assertThat(other.answer().body()).isEqualTo("got 5");

            slow.send("a".repeat(150_000));
            assertThat(slow.answer().body()).isEqualTo("got 250000");
            Await.until("it has given its room back", () -> budget.free() > 250_000);
            other.request("POST / HTTP/1.1\nHost: x\nContent-Length: 250000").send("b".repeat(250_000));
            assertThat(other.answer().body()).isEqualTo("got 250000");
        }
    }

    @Test
    void givesRoomBackWhenAClientGoes() throws Exception {
        Entry entry =
                new Entry.Admitted(1_000_000, Answer.text(413, "never"), (request, body) -> Answer.text(200, "never"));
        BodyBudget budget = BodyBudget.of(400_000, Duration.ofSeconds(5));
        try (HttpService service = serve(request -> entry, budget)) {
            long all = budget.free();
            try (RawClient client = new RawClient(service.port())) {
                client.request("POST / HTTP/1.1\nHost: x\nContent-Length: 250000")
                        .send("a".repeat(100));
                Await.until("the body has taken its room", () -> budget.free() < all);
            }
            Await.until("it has given its room back", () -> budget.free() == all);
        }
    }

    private HttpService serve(BlockingHandler.Reception reception, BodyBudget budget) throws IOException {
        ErrorReporter errors = (error, context) -> reported.add(error);
        return HttpService.start(
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1).withMaxBodyBytes(1_000_000),
                InstantSource.system(),
                new BlockingHandler(reception, budget, errors),
                errors);
    }
}
