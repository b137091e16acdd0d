// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateRequestTest {

    @ParameterizedTest(name = "{0} falls back to ''{1}''")
    @CsvSource({
        "release,             release",
        "release-cck-acme,    release",
        "release-cck-a-cck-b, release",
        "release-cck-,        release",
        "release-cck,         release-cck",
        "-cck-acme,           ''",
        "release-CCK-acme,    release-CCK-acme",
    })
    void fallsBackToTheChannelWithoutThePartner(String channel, String fallbackChannel) {
        assertThat(request().channel(channel).build().fallbackChannel()).isEqualTo(fallbackChannel);
        assertThat(UpdateRequest.fallbackChannel(channel)).isEqualTo(fallbackChannel);
    }

    @Test
    void asksForAnotherProductAsTheSameClient() {
        UpdateRequest request = request().mig64(true).pin("60.").build();

        assertThat(request.withProduct("GMP"))
                .isEqualTo(request().mig64(true).pin("60.").product("GMP").build());
    }
}
