// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProviderClientTest {
    @Test
    void givesUpAResponseWhoseBodyDoesNotEnd() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (TestProvider provider = new TestProvider();
                ProviderClient client = new ProviderClient(provider.settings(), Duration.ofMillis(500))) {
            assertThat(client.userInfo("token").path("email").asString()).isEqualTo("ada@example.com");
            provider.bodyGate = gate;
            assertThatIOException().isThrownBy(() -> client.userInfo("token")).isInstanceOf(HttpTimeoutException.class);
            assertThatIOException().isThrownBy(client::keys).isInstanceOf(HttpTimeoutException.class);
        } finally {
            gate.countDown();
        }
    }

    @Test
    void rejectsAResponseThatIsTooLarge() throws Exception {
        try (TestProvider provider = new TestProvider();
                ProviderClient client = new ProviderClient(provider.settings(), Duration.ofSeconds(20))) {
            provider.user = "{\"email\": \"" + "x".repeat(1 << 20) + "\"}";
            assertThatIOException().isThrownBy(() -> client.userInfo("token")).withMessageContaining("body exceeds");
        }
    }
}
