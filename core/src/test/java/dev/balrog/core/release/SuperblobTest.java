// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Test;

class SuperblobTest {
    private static final String NOTHING = """
            <?xml version="1.0"?>
            <updates>
                <addons>
                </addons>
            </updates>""";

    @Test
    void asksTheRulesOfEachProductInTurn() {
        Scenario scenario = Scenario.scenario()
                .release(products("\"Widevine\", \"OpenH264\""))
                .release(SampleReleases.GMP)
                .release(plugin("Other"))
                .rule(rule(1).product("GMP").mapping("All"))
                .rule(rule(2).product("Widevine").mapping("Plugins"))
                .rule(rule(3).product("OpenH264").mapping("Other"));

        assertThat(scenario.xml(request().product("GMP").buildTarget("any"))).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                        <addon id="gmp-widevine" URL="https://cdn.example/any.zip" hashFunction="sha512" hashValue="b1" size="20" version="4.10"/>
                        <addon id="Other" URL="https://cdn.example/Other.zip" hashFunction="sha256" hashValue="f" size="5" version="1"/>
                    </addons>
                </updates>""");
    }

    @Test
    void leavesOutProductsThatAreGivenNothing() {
        Scenario scenario = Scenario.scenario()
                .release(products("\"Widevine\", \"OpenH264\", \"Unheard\""))
                .release(SampleReleases.GMP)
                .shutoff("OpenH264", "release")
                .rule(rule(1).product("GMP").mapping("All"))
                .rule(rule(2).product("Widevine").backgroundRate(50).mapping("Plugins"))
                .rule(rule(3).product("OpenH264").mapping("Plugins"))
                .sampler(() -> 50);

        assertThat(scenario.xml(request().product("GMP"))).isEqualTo(NOTHING);
        assertThat(scenario.sampler(() -> 49).xml(request().product("GMP").buildTarget("any")))
                .contains("gmp-widevine");
    }

    @Test
    void failsWhereAProductLeadsBackToIt() {
        Scenario scenario = Scenario.offering(products("\"GMP\""));

        assertThatThrownBy(() -> scenario.xml(request().product("GMP")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Superblob 'All' can't be part of a response");
    }

    @Test
    void answersSeveralReleasesInTurn() {
        Scenario scenario = Scenario.offering(blobs("\"Addons\", \"Other\""))
                .release("SystemAddons", SampleReleases.SYSTEM_ADDONS)
                .release("GMP", plugin("Other"));

        assertThat(scenario.xml(request().product("SystemAddons").buildTarget("any")))
                .isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <addons>
                        <addon id="one@example" URL="https://download.example/1.xpi" hashFunction="sha512" hashValue="a2" size="1" version="1.0"/>
                        <addon id="Other" URL="https://cdn.example/Other.zip" hashFunction="sha256" hashValue="f" size="5" version="1"/>
                    </addons>
                </updates>""");
    }

    @Test
    void asksWhetherAUrlIsAllowedForTheProductOfThePart() {
        Scenario scenario = Scenario.offering(blobs("\"Addons\"")).release("GMP", SampleReleases.SYSTEM_ADDONS);

        assertThat(scenario.xml(request().product("SystemAddons"))).isEqualTo(NOTHING);
    }

    @Test
    void isNoUpdateWhenAPartIsMissing() {
        Scenario scenario = Scenario.offering(blobs("\"Addons\", \"Missing\""))
                .release("SystemAddons", SampleReleases.SYSTEM_ADDONS);

        assertThat(scenario.xml(request().product("SystemAddons"))).isEqualTo(XmlAnswer.EMPTY);
        assertThat(Scenario.offering(blobs("\"Missing\"")).xml(request())).isEqualTo(XmlAnswer.EMPTY);
    }

    @Test
    void isNoUpdateWhenARuleOfAProductMapsToAMissingRelease() {
        Scenario scenario = Scenario.scenario()
                .release(products("\"GMP\", \"OpenH264\", \"Unused\""))
                .release("GMP", plugin("Other"))
                .rule(rule(1).product("Firefox").mapping("All"))
                .rule(rule(2).product("GMP").mapping("Other"));
        assertThat(scenario.xml(request())).contains("id=\"Other\"");

        scenario.rule(rule(3).product("OpenH264").mapping("Missing"));
        assertThat(scenario.xml(request())).isEqualTo(XmlAnswer.EMPTY);
    }

    @Test
    void prefersProducts() {
        String both = """
                {"name": "All", "schema_version": 4000, "products": ["GMP"], "blobs": ["Addons"]}""";
        Scenario scenario = Scenario.scenario()
                .release(both)
                .release("SystemAddons", SampleReleases.SYSTEM_ADDONS)
                .release(plugin("Other"))
                .rule(rule(1).product("Firefox").mapping("All"))
                .rule(rule(2).product("GMP").mapping("Other"));

        assertThat(scenario.xml(request())).contains("id=\"Other\"").doesNotContain("one@example");
    }

    @Test
    void failsWithoutParts() {
        Scenario empty = Scenario.offering("{\"name\": \"All\", \"schema_version\": 4000}");

        assertThatThrownBy(() -> empty.xml(request()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Superblob 'All' can't be part of a response");
    }

    @Test
    void failsOnSuperblobsInSuperblobs() {
        Scenario nested = Scenario.offering(blobs("\"All\""));

        assertThatThrownBy(() -> nested.xml(request())).isInstanceOf(BadDataException.class);
    }

    @Test
    void failsOnPartsInJson() {
        Scenario scenario = Scenario.offering(blobs("\"Vpn\"")).release(SampleReleases.GUARDIAN);

        assertThatThrownBy(() -> scenario.xml(request()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Wrong blob type");
    }

    private static String products(String names) {
        return "{\"name\": \"All\", \"schema_version\": 4000, \"products\": [%s]}".formatted(names);
    }

    private static String blobs(String names) {
        return "{\"name\": \"All\", \"schema_version\": 4000, \"blobs\": [%s]}".formatted(names);
    }

    private static String plugin(String name) {
        return """
                {
                  "name": "%1$s", "schema_version": 1000, "hashFunction": "sha256",
                  "vendors": {"%1$s": {
                    "version": "1",
                    "platforms": {"default": {"fileUrl": "https://cdn.example/%1$s.zip", "hashValue": "f", "filesize": 5}}
                  }}
                }
                """.formatted(name);
    }
}
