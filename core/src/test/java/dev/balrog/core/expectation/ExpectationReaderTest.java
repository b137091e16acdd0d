// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.simulation.SampleRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationReaderTest {
    private static final String CLIENT = "'product': 'Firefox', 'channel': 'release', 'version': '59.0'";

    private static List<SampleRequest> requests(String... patterns) throws InvalidExpectationException {
        return read("{'name': 'e', 'requests': [%s], 'expect': {'update': 'any'}}"
                        .formatted(String.join(",", patterns)))
                .requests();
    }

    private static Expectation read(String json) throws InvalidExpectationException {
        return ExpectationReader.read(Scenario.json(json.replace('\'', '"')));
    }

    @Test
    void expandsListsAndRangesToAllCombinations() throws Exception {
        List<SampleRequest> requests = requests("""
                {'product': 'Firefox', 'channel': ['release', 'beta'], 'locale': ['de', 'fr', 'de'],
                 'version': [{'from': '58.0.1', 'to': '60.0a1'}, '72.0'], 'buildID': 20180101000000,
                 'buildTarget': 'WINNT_x86_64-msvc-x64', 'mig64': true, 'memory': 4096, 'pin': '115.'}""");

        // 58.0.1, 59.0, 60.0a1 and 72.0
        assertThat(requests).hasSize(2 * 2 * 4);
        assertThat(requests)
                .extracting(request -> request.request().version())
                .containsOnly("58.0.1", "59.0", "60.0a1", "72.0");
        assertThat(requests.getFirst().target())
                .isEqualTo("/update/6/Firefox/58.0.1/20180101000000/WINNT_x86_64-msvc-x64/de/release/"
                        + "Windows_NT%2010.0.0.0.22631.4317%20%28x64%29/ISET:SSE4_2,MEM:4096/default/default/update.xml"
                        + "?mig64=1&pin=115.");
    }

    @Test
    void readsUrlsAndOmitsDuplicates() throws Exception {
        String target = requests("{" + CLIENT + "}").getFirst().target();
        assertThat(requests(
                        "{" + CLIENT + "}",
                        "{'url': '" + target + "'}",
                        "{'url': 'https://aus5.mozilla.org" + target + "?force=1'}"))
                .hasSize(2);
    }

    @Test
    void refusesMoreThanAThousandRequests() throws Exception {
        String range = "{'product': 'Firefox', 'channel': ['a', 'b'], 'version': {'from': '1.0', 'to': '%s.0'}}";
        assertThat(requests(range.formatted("500"))).hasSize(1000);
        assertThatThrownBy(() -> requests(range.formatted("501")))
                .isInstanceOf(InvalidExpectationException.class)
                .hasMessageContaining("more than 1000 requests");
        assertThatThrownBy(() -> requests(range.formatted("500"), "{" + CLIENT + "}"))
                .hasMessageContaining("more than 1000 requests");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {'product': 'Firefox', 'channel': 'release'}; /requests/0; version is missing
            {'url': '/update/7/x'}; /requests/0/url; not an update URL
            {'url': '/update/1/a/1/1/b/c/d/update.xml?x=1'}; /requests/0/url; x is unknown
            {'url': '/update/1/a/1/1/b/c/d/update.xml', 'locale': 'de'}; /requests/0/locale; 'locale' is unknown here
            {'locals': 'de'}; /requests/0/locals; 'locals' is unknown here
            {'product': 'Firefox', 'channel': 'release', 'version': []}; /requests/0/version; has no value
            {'product': 'Firefox', 'channel': 'release', 'version': [true]}; /requests/0/version/0; quotes
            {'product': 'Firefox', 'channel': 'a/b', 'version': '1.0'}; /requests/0/channel; slashes
            {'product': 'Firefox', 'channel': '', 'version': '1.0'}; /requests/0/channel; 1 to 200
            {'product': 'Firefox', 'channel': 'r', 'version': {'from': '61.0', 'to': '60.0'}}; /requests/0/version; range
            {'product': 'Firefox', 'channel': 'r', 'version': {'from': '61.0', 'til': '62.0'}}; /requests/0/version/til; 'til'
            {'product': 'VPN', 'channel': 'r', 'version': '1', 'format': 'json', 'locale': 'de'}; /requests/0/locale; have no locale
            {'product': 'Firefox', 'channel': 'r', 'version': '1.0', 'mig64': 2}; /requests/0/mig64; neither true nor false
            """)
    void tellsWhereARequestIsWrong(String request, String pointer, String message) {
        assertThatExceptionOfType(InvalidExpectationException.class)
                .isThrownBy(() -> requests(request))
                .withMessageContaining(message)
                .satisfies(invalid -> assertThat(invalid.pointer()).isEqualTo(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            'expect': {}; /expect; not 0
            'expect': {'release': 'a', 'update': 'any'}; /expect; not 2
            'expect': {'reaches': '1.0'}; /expect; belong together
            'expect': {'release': 'a', 'within': 1}; /expect; belong together
            'expect': {'reaches': '1.0', 'within': 51}; /expect/within; from 1 to 50
            'expect': {'reaches': '', 'within': 1}; /expect/reaches; not a version
            'expect': {'update': 'some'}; /expect/update; none of any, none and unchanged
            'expect': {'update': 'unchanged'}, 'rollout': 'in'; /rollout; leave rollout away
            'expect': {'update': 'any'}, 'rollout': 'none'; /rollout; none of in, out and both
            'expect': {'update': 'any'}, 'roll': 'in'; /roll; 'roll' is unknown
            'rollout': 'in'; ``; expect is missing
            """)
    void tellsWhereAnOutcomeIsWrong(String members, String pointer, String message) {
        assertThatExceptionOfType(InvalidExpectationException.class)
                .isThrownBy(() -> read("{'name': 'e', 'requests': [{%s}], %s}".formatted(CLIENT, members)))
                .withMessageContaining(message)
                .satisfies(invalid -> assertThat(invalid.pointer()).isEqualTo(pointer));
    }

    @Test
    void refusesNamesThatAreUsedTwiceOrInvalid() {
        String one = "{'name': '%s', 'requests': [{" + CLIENT + "}], 'expect': {'update': 'any'}}";
        String both = "{'expectations': [" + one.formatted("a") + "," + one.formatted("a") + "]}";
        assertThatThrownBy(() -> ExpectationReader.readAll(Scenario.json(both.replace('\'', '"'))))
                .hasMessageContaining("two expectations with the name a");
        assertThatThrownBy(() -> read(one.formatted("a b"))).hasMessageContaining("letters, digits");
    }
}
