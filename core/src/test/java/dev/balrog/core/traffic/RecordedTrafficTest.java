// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordedTrafficTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEADER = "{'format':'balrog-traffic-sample','version':1,'requests':100,'minimum':10}";

    private static RecordedTraffic read(String... lines) {
        return RecordedTraffic.read(Stream.of(lines)
                .<JsonNode>map(line -> JSON.readTree(line.replace('\'', '"')))
                .iterator());
    }

    @Test
    void readsWhatItWrites() {
        RecordedTraffic sample = new RecordedTraffic(
                100,
                10,
                List.of(
                        new TrafficCell(new NormalizedRequest("/json/1/FirefoxVPN/2.1/t/c/update.json", false), 60),
                        new TrafficCell(
                                new NormalizedRequest("/update/1/p/1.0/1/Darwin_ppc/l/c/update.xml", true), 20)));

        List<String> lines = sample.lines().map(Object::toString).toList();

        assertThat(lines)
                .containsExactly(
                        HEADER.replace('\'', '"'),
                        "{\"count\":60,\"url\":\"/json/1/FirefoxVPN/2.1/t/c/update.json\"}",
                        "{\"count\":20,\"url\":\"/update/1/p/1.0/1/Darwin_ppc/l/c/update.xml\",\"headerArchitecture\":\"PPC\"}");
        assertThat(read(lines.toArray(String[]::new))).isEqualTo(sample);
        assertThat(sample.listed()).isEqualTo(80);
        assertThat(sample.suppressedShare()).isEqualTo(1 - 80 / 100.0);
        assertThat(sample.cells().getLast().sampleRequest().request().headerArchitecture())
                .isEqualTo("PPC");
        assertThat(sample.cells().getLast().sampleRequest().weight()).isEqualTo(20);
    }

    private static TrafficCell cell(String version, boolean powerPc, long count) {
        return new TrafficCell(
                new NormalizedRequest("/update/1/p/" + version + "/1/Darwin_ppc/l/c/update.xml", powerPc), count);
    }

    @Test
    void samplesOfServersAreAddedUp() {
        RecordedTraffic one = new RecordedTraffic(100, 10, List.of(cell("1.0", false, 50), cell("2.0", false, 20)));
        RecordedTraffic other = new RecordedTraffic(50, 20, List.of(cell("2.0", false, 40), cell("1.0", true, 20)));

        assertThat(RecordedTraffic.merged(List.of(one, other)))
                .isEqualTo(new RecordedTraffic(
                        150, 10, List.of(cell("2.0", false, 60), cell("1.0", false, 50), cell("1.0", true, 20))));
        assertThat(RecordedTraffic.merged(List.of(one))).isEqualTo(one);
    }

    @Test
    void whatDoesNotFitIsTheLeastFrequent() {
        RecordedTraffic sample = new RecordedTraffic(100, 10, List.of(cell("1.0", false, 50), cell("2.0", false, 20)));
        long each = sample.cells().getFirst().heapBytes();

        assertThat(sample.within(2 * each)).isEqualTo(sample);
        assertThat(sample.within(2 * each - 1))
                .isEqualTo(new RecordedTraffic(100, 10, List.of(cell("1.0", false, 50))));
        assertThat(sample.within(0).cells()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|no traffic sample",
                "{'format':'balrog'}|no traffic sample",
                "{'format':'balrog-traffic-sample','version':2}|version 2"
            })
    void refusesOtherFiles(String header, String message) {
        assertThatThrownBy(() -> read(header))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(RecordedTrafficTest::read).hasMessageContaining("no traffic sample");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'count':1}|url", "{'url':'/a','count':0}|no positive", "{'url':'/a','count':'x'}|no positive"})
    void refusesOtherLines(String line, String message) {
        assertThatThrownBy(() -> read(HEADER, line))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aUrlThatIsNoneIsNoticedBeforeItIsSimulated() {
        TrafficCell cell = read(HEADER, "{'url':'/nothing'}").cells().getFirst();

        assertThat(cell.count()).isEqualTo(1);
        assertThatThrownBy(cell::sampleRequest).hasMessageContaining("not an update URL");
    }
}
