// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.request.Force;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which patches of an {@link AppRelease} a request is given. */
class PatchSelectionTest {
    private static final Pattern PATCH = Pattern.compile("<patch type=\"([^\"]*)\" URL=\"([^\"]*)\"");

    private static final String PARTIAL_FROM_OLD = SampleReleases.app(9, """
            "completes": [{"from": "*", "filesize": 1, "hashValue": "a", "fileUrl": "https://download.example/c"}],
            "partials": [{"from": "Old", "filesize": 2, "hashValue": "b", "fileUrl": "https://download.example/p"}]""", "");

    private static final String COMPLETE = "complete https://download.example/c";
    private static final String PARTIAL = "partial https://download.example/p";

    @Test
    void givesPartialsToTheBuildThatTheyStartFrom() {
        Scenario scenario = Scenario.offering(PARTIAL_FROM_OLD).release(SampleReleases.old("20180401000000"));

        assertThat(patches(scenario, request().buildId("20180401000000"))).containsExactly(COMPLETE, PARTIAL);
        assertThat(patches(scenario, request().buildId("20180401000001"))).containsExactly(COMPLETE);
    }

    @Test
    void givesNoPartialsFromUnknownReleases() {
        assertThat(patches(Scenario.offering(PARTIAL_FROM_OLD), request())).containsExactly(COMPLETE);
    }

    @Test
    void knowsTheBuildUnderAllNamesOfThePlatform() {
        String old = """
                {
                  "name": "Old", "schema_version": 9,
                  "platforms": {
                    "Linux_x86_64-gcc3-asan": {"alias": "base"},
                    "base": {"buildID": "1", "locales": {"en-US": {}}}
                  }
                }
                """;
        Scenario scenario = Scenario.offering(PARTIAL_FROM_OLD).release(old);

        assertThat(patches(scenario, request().buildId("1").buildTarget("Linux_x86_64-gcc3-asan")))
                .containsExactly(COMPLETE, PARTIAL);
        assertThat(patches(scenario, request().buildId("1").buildTarget("Linux_x86_64-gcc3")))
                .containsExactly(COMPLETE, PARTIAL);
    }

    @Test
    void skipsPatchesFromForbiddenHosts() {
        String release = SampleReleases.app(9, """
                "completes": [
                  {"from": "*", "filesize": 1, "hashValue": "a", "fileUrl": "https://evil.example/c"},
                  {"from": "*", "filesize": 1, "hashValue": "a", "fileUrl": "https://download.example/c"}
                ]""", "");

        assertThat(patches(Scenario.offering(release), request())).containsExactly(COMPLETE);
        // The host is allowed for some products only.
        assertThat(Scenario.offering(release).xml(request().product("Fennec"))).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <update appVersion="61.0" buildID="20180601000000" displayVersion="61 final" type="minor">
                    </update>
                </updates>""");
    }

    @ParameterizedTest(name = "{0} with force {1}")
    @CsvSource({
        "https://cdn.example/c,      NONE,             https://cdn.example/c",
        "https://cdn.example/c,      MAPPING,          https://cdn.example/c?force=1",
        "https://cdn.example/c,      FALLBACK_MAPPING, https://cdn.example/c?force=-1",
        "https://cdn.example/c?a=b,  MAPPING,          https://cdn.example/c?a=b&amp;force=1",
        "https://download.example/c, MAPPING,          https://download.example/c",
    })
    void tellsSpecialHostsThatTheUpdateWasForced(String url, Force force, String answered) {
        Scenario scenario = Scenario.offering(SampleReleases.app(9, SampleReleases.complete(9, url), ""));
        // Force with a minus wants the fallback mapping, unless there is no throttling.
        assertThat(patches(scenario, request().force(force))).containsExactly("complete " + answered);
    }

    @Test
    void escapesAmpersandsOnce() {
        String release =
                SampleReleases.app(9, SampleReleases.complete(9, "https://download.example/?a&b&amp;c&lt;&"), "");

        assertThat(patches(Scenario.offering(release), request()))
                .containsExactly("complete https://download.example/?a&amp;b&amp;c&amp;lt;&amp;");
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({
        "from,      'No ''from'' in ''Sample'''",
        "hashValue, 'No ''hashValue'' in ''Sample'''",
        "filesize,  'No ''filesize'' in ''Sample'''",
    })
    void failsOnIncompletePatches(String field, String message) {
        String release = PARTIAL_FROM_OLD.replaceFirst("\"" + field + "\"", "\"something\"");

        assertThatThrownBy(() -> Scenario.offering(release).xml(request()))
                .isInstanceOf(BadDataException.class)
                .hasMessage(message);
    }

    @Test
    void failsWithoutHashFunction() {
        String release = PARTIAL_FROM_OLD.replace("hashFunction", "something");

        assertThatThrownBy(() -> Scenario.offering(release).xml(request()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No 'hashFunction' in 'Sample'");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Linux_x86_64-gcc3, de,    No such locale 'de' in platform 'Linux_x86_64-gcc3'",
        "Darwin,            en-US, Can't find platform 'Darwin'",
    })
    void failsOnBuildsThatAreNotThere(String buildTarget, String locale, String message) {
        Scenario scenario = Scenario.offering(PARTIAL_FROM_OLD);

        assertThatThrownBy(() -> scenario.xml(request().buildTarget(buildTarget).locale(locale)))
                .isInstanceOf(BadDataException.class)
                .hasMessage(message);
    }

    private static List<String> patches(Scenario scenario, RequestBuilder request) {
        return PATCH.matcher(scenario.xml(request))
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
    }
}
