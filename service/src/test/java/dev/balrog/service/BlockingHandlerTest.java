// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.RawClient.RawAnswer;
import java.io.IOException;
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
}
