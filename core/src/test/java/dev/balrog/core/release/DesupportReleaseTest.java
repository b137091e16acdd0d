// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesupportReleaseTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"WINNT_x86-msvc, WINNT", "Darwin, Darwin", "_x, ''"})
    void tellsEveryClientWhereToReadOn(String buildTarget, String system) {
        // The line breaks are those that clients have always been sent.
        assertThat(Scenario.offering(SampleReleases.DESUPPORT)
                        .xml(request().buildTarget(buildTarget).locale("de").version("99.0")))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <updates>

                            <update type="minor" unsupported="true" detailsURL="https://support.example/de/%1$s/99.0/de/%1$s/99.0" displayVersion="60.9">
                        </update>
                        </updates>""", system);
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"detailsUrl", "displayVersion"})
    void failsOnMissingData(String field) {
        String release = SampleReleases.DESUPPORT.replace(field, "something");

        assertThatThrownBy(() -> Scenario.offering(release).xml(request()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No '%s' in 'Farewell'", field);
    }
}
