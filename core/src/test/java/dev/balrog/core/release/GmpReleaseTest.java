// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GmpReleaseTest {
    private static final Scenario PLUGINS = Scenario.offering(SampleReleases.GMP);

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Linux_x86_64-gcc3", "Linux_x86_64-gcc3-asan"})
    void answersAllPluginsByIdWithTheirAllowedMirrors(String buildTarget) {
        assertThat(PLUGINS.xml(gmp(buildTarget))).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                        <addon id="gmp-openh264" URL="https://cdn.example/linux.zip" hashFunction="sha512" hashValue="a1" size="10" version="1.7">
                            <mirror URL="https://cdn.example/mirror.zip"/>
                        </addon>
                        <addon id="gmp-widevine" URL="https://cdn.example/any.zip" hashFunction="sha512" hashValue="b1" size="20" version="4.10"/>
                    </addons>
                </updates>""");
    }

    @Test
    void answersTheDefaultToOtherPlatforms() {
        assertThat(PLUGINS.xml(gmp("WINNT_x86-msvc"))).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                        <addon id="gmp-widevine" URL="https://cdn.example/any.zip" hashFunction="sha512" hashValue="b1" size="20" version="4.10"/>
                    </addons>
                </updates>""");
    }

    @Test
    void leavesOutPluginsFromForbiddenHosts() {
        assertThat(PLUGINS.xml(gmp("Linux_x86_64-gcc3").product("SystemAddons")))
                .isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                    </addons>
                </updates>""");
    }

    @Test
    void closesPluginsWithoutAllowedMirrorsAtOnce() {
        String release = SampleReleases.GMP.replace("https://cdn.example/mirror.zip", "https://evil.example/other.zip");

        assertThat(Scenario.offering(release).xml(gmp("Linux_x86_64-gcc3")))
                .contains("size=\"10\" version=\"1.7\"/>\n")
                .doesNotContain("mirror", "</addon>");
    }

    @Test
    void servesWhateverTheClientHas() {
        assertThat(PLUGINS.xml(gmp("WINNT_x86-msvc").version("no version").buildId("99999999999999")))
                .contains("gmp-widevine");
    }

    @Test
    void failsOnAnAliasThatLeadsNowhere() {
        assertThatThrownBy(() -> PLUGINS.xml(gmp("Darwin_x86_64-gcc3")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No platform 'Darwin_x86-gcc3' in addon 'gmp-openh264'");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"fileUrl", "hashValue", "filesize", "version", "hashFunction"})
    void failsOnMissingData(String field) {
        String release = SampleReleases.GMP.replace("\"" + field + "\"", "\"something\"");

        assertThatThrownBy(() -> Scenario.offering(release).xml(gmp("WINNT_x86-msvc")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No '%s' in 'gmp-widevine'", field);
    }

    private static RequestBuilder gmp(String buildTarget) {
        return request().product("GMP").buildTarget(buildTarget);
    }
}
