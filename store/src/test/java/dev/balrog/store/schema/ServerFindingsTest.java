// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFindingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.5.9-MariaDB", "5.5.68-MariaDB", "5.7.44-log"})
    void reportsAServerThatIsTooOld(String version) {
        assertThat(new ServerFindings(Map.of("version", version)).sentences()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.6.1-MariaDB", "10.11.19-MariaDB-0+deb12u1", "11.4.5-MariaDB", "8.4.2"})
    void acceptsASupportedServer(String version) {
        assertThat(new ServerFindings(Map.of("version", version)).sentences()).isEmpty();
    }
}
