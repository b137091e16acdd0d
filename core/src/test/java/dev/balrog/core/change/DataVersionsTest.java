// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DataVersionsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AssetPath DE = AssetPath.parse(".platforms.p.locales.de");
    private static final AssetPath FR = AssetPath.parse(".platforms.p.locales.fr");

    @Test
    void areATreeLikeTheRelease() {
        DataVersions versions =
                DataVersions.builder().base(2).at(DE, 1).at(FR, 3).build();

        assertThat(versions.toJson()).hasToString("{\".\":2,\"platforms\":{\"p\":{\"locales\":{\"de\":1,\"fr\":3}}}}");
        assertThat(versions.base()).hasValue(2);
        assertThat(versions.at(DE)).hasValue(1);
        assertThat(versions.at(FR)).hasValue(3);
        assertThat(versions).hasToString(versions.toJson().toString());
    }

    @Test
    void sayWhatWasScheduledInstead() {
        DataVersions versions = DataVersions.NONE
                .change()
                .base(JSON.readTree("{\"sc_id\":1}"))
                .at(DE, JSON.readTree("{\"sc_id\":2}"))
                .build();

        assertThat(versions.toJson())
                .hasToString("{\".\":{\"sc_id\":1},\"platforms\":{\"p\":{\"locales\":{\"de\":{\"sc_id\":2}}}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\".\": 0}",
                "{\".\": null, \"platforms\": {}}",
                "{\"platforms\": {\"p\": {\"locales\": {\"de\": 0}}}}",
                "{\"platforms\": {\"p\": 5}}",
                "{\"platforms\": 5}"
            })
    void mayBeAbsent(String json) {
        DataVersions versions = DataVersions.of(JSON.readTree(json));

        assertThat(versions.base()).isEmpty();
        assertThat(versions.at(DE)).isEmpty();
        assertThat(versions.change().at(DE, 7).build().at(DE)).hasValue(7);
        assertThat(DataVersions.of(null)).isEqualTo(DataVersions.NONE).hasSameHashCodeAs(DataVersions.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1.0", "true", "{}", "[1]", "99999999999"})
    void refuseAnythingButWholeNumbers(String value) {
        DataVersions versions = DataVersions.of(
                JSON.readTree("{\".\":%s,\"platforms\":{\"p\":{\"locales\":{\"de\":%s}}}}".formatted(value, value)));

        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(versions::base)
                .withMessage("data_versions: expected an integer at ., found " + value);
        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> versions.at(DE))
                .withMessage("data_versions: expected an integer at .platforms.p.locales.de, found " + value);
        assertThatExceptionOfType(BadDataException.class).isThrownBy(() -> DataVersions.of(JSON.readTree("[]")));
    }

    @Test
    void giveBackWhatWasSet() {
        Property.forAll(300, random -> {
            Choice choice = new Choice(random);
            Map<AssetPath, Integer> expected = new LinkedHashMap<>();
            DataVersions.Builder builder = DataVersions.builder();
            for (int i = choice.below(8); i > 0; i--) {
                AssetPath path = AssetPath.ofLocale(choice.of("p", "q.r"), choice.of("de", "fr", "ja.mac"));
                int version = 1 + choice.below(9);
                expected.put(path, version);
                builder.at(path, version);
            }
            DataVersions versions = builder.build();
            builder.base(5).at(DE, 99);

            expected.forEach((path, version) -> assertThat(versions.at(path)).hasValue(version));
            assertThat(versions.base()).isEmpty();
            assertThat(DataVersions.of(versions.toJson())).isEqualTo(versions);
        });
    }
}
