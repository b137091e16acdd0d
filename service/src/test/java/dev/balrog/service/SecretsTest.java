// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mysql://user:p@ss:w@host/db | mysql://user:[removed]@host/db",
                "postgresql://:pw@host | postgresql://:[removed]@host",
                "Authorization: Hawk id=\"x\", mac=\"y\" | Authorization: [removed]",
                "sent Bearer abc.def | sent Bearer [removed]",
                "Cookie: a=b; c=d | Cookie: [removed]",
                "?password=x&next=y | ?password=[removed]&next=y",
                "{\"client_secret\": \"s\", \"id\": 1} | {\"client_secret\": [removed]\", \"id\": 1}",
                "nothing to hide at http://host:80/path | nothing to hide at http://host:80/path",
            })
    void removesSecretsAndLeavesTheRest(String text, String expected) {
        assertThat(Secrets.removeFrom(text)).isEqualTo(expected);
    }

    @Test
    void leavesNothingOfWhatIsNamedASecret() {
        assertThat(Secrets.removeFrom("Authorization", "whatever")).isEqualTo("[removed]");
        assertThat(Secrets.removeFrom("uri", "/x?api_key=1")).isEqualTo("/x?api_key=[removed]");
    }
}
