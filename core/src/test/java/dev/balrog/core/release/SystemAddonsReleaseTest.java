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

class SystemAddonsReleaseTest {
    /** Neither tags nor add-ons: the client keeps what it has. */
    private static final String KEEP = """
            <?xml version="1.0"?>
            <updates>


            </updates>""";

    /** An empty set: the client removes what it has. */
    private static final String UNINSTALL = """
            <?xml version="1.0"?>
            <updates>
                <addons>
                </addons>
            </updates>""";

    @Test
    void answersAllAddonsById() {
        assertThat(Scenario.offering(SampleReleases.SYSTEM_ADDONS).xml(addons()))
                .isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                        <addon id="one@example" URL="https://download.example/1.xpi" hashFunction="sha512" hashValue="a2" size="1" version="1.0"/>
                        <addon id="two@example" URL="https://download.example/2.xpi" hashFunction="sha512" hashValue="b2" size="2" version="2.0"/>
                    </addons>
                </updates>""");
    }

    @Test
    void answersTheDefaultToOtherPlatforms() {
        assertThat(Scenario.offering(SampleReleases.SYSTEM_ADDONS).xml(addons().buildTarget("WINNT_x86-msvc")))
                .contains("one@example")
                .doesNotContain("two@example");
    }

    @Test
    void uninstallsByAnEmptySet() {
        assertThat(Scenario.offering(empty(true)).xml(addons())).isEqualTo(UNINSTALL);
    }

    @Test
    void saysNothingWithoutAddons() {
        assertThat(Scenario.offering(empty(false)).xml(addons())).isEqualTo(KEEP);
    }

    @Test
    void saysNothingWhenNoAddonIsAllowed() {
        Scenario scenario = Scenario.offering(SampleReleases.SYSTEM_ADDONS);

        assertThat(scenario.xml(addons().product("GMP"))).isEqualTo(KEEP);
    }

    @Test
    void leavesOutForbiddenAddons() {
        String release = SampleReleases.SYSTEM_ADDONS.replace("https://download.example/1", "https://evil.example/1");

        assertThat(Scenario.offering(release).xml(addons()))
                .contains("two@example")
                .doesNotContain("one@example");
        assertThat(Scenario.offering(release).xml(addons().buildTarget("WINNT_x86-msvc")))
                .isEqualTo(KEEP);
    }

    @Test
    void failsOnMissingData() {
        String release = SampleReleases.SYSTEM_ADDONS.replace("fileUrl", "something");

        assertThatThrownBy(() -> Scenario.offering(release).xml(addons()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No 'fileUrl' in 'one@example'");
    }

    private static RequestBuilder addons() {
        return request().product("SystemAddons");
    }

    private static String empty(boolean uninstall) {
        return """
                {"name": "Empty", "schema_version": 5000, "uninstall": %b}""".formatted(uninstall);
    }
}
