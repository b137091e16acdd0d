// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.Scenario;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseReaderTest {

    @ParameterizedTest
    @CsvSource({"9, 9", "9.0, 9", "1e1, 10", "9.5,", "true,", "'\"9\"',", "1e40,", "null,"})
    void readsTheNumberOfTheFormat(String written, @Nullable Integer schemaVersion) {
        OptionalInt read = ReleaseReader.schemaVersion(Scenario.json("{\"schema_version\": %s}".formatted(written)));

        assertThat(read).isEqualTo(schemaVersion == null ? OptionalInt.empty() : OptionalInt.of(schemaVersion));
    }

    @ParameterizedTest(name = "{0} is a {1}")
    @CsvSource({
        "1,     AppRelease",
        "2,     AppRelease",
        "3,     AppRelease",
        "4,     AppRelease",
        "5,     AppRelease",
        "6,     AppRelease",
        "8,     AppRelease",
        "9,     AppRelease",
        "50,    DesupportRelease",
        "1000,  GmpRelease",
        "4000,  Superblob",
        "5000,  SystemAddonsRelease",
        "10000, GuardianRelease",
    })
    void knowsTheFormats(int schemaVersion, String type) throws InvalidReleaseException {
        Release release = ReleaseReader.read(
                Scenario.json("{\"name\": \"Sample\", \"schema_version\": %d}".formatted(schemaVersion)));

        assertThat(release.getClass().getSimpleName()).isEqualTo(type);
        assertThat(release.name()).isEqualTo("Sample");
        assertThat(release.partialSources()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"schema_version": 7}               | schema_version 7 is unknown
            {"schema_version": 0}               | schema_version 0 is unknown
            {"schema_version": -1}              | schema_version -1 is unknown
            {"schema_version": "9"}             | schema_version is not set
            {"schema_version": null}            | schema_version is not set
            {"schema_version": 99999999999}     | schema_version is not set
            {}                                  | schema_version is not set
            []                                  | expected an object, found ARRAY
            null                                | expected an object, found NULL
            """)
    void refusesTheRest(String json, String message) {
        assertThatThrownBy(() -> ReleaseReader.read(Scenario.json(json)))
                .isExactlyInstanceOf(InvalidReleaseException.class)
                .hasMessage(message);
    }
}
