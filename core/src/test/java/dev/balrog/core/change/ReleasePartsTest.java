// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReleasePartsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name':'r','locales':{'x':{'y':1}}} | {'name':'r','locales':{'x':{'y':1}}} | {}",
                "{'platforms':{'p':{'a':1,'locales':{'de':{'b':2},'fr':3}}}}"
                        + " | {'platforms':{'p':{'a':1}}} | {.platforms.p.locales.de={'b':2}, .platforms.p.locales.fr=3}",
                // A platform that has only locales is not in the base, nor are objects that would lead to locales.
                "{'platforms':{'p':{'locales':{'de':{}}}}} | {} | {.platforms.p.locales.de={}}",
                "{'platforms':{}}                     | {}                         | {}",
                "{'platforms':{'p':{}}}               | {}                         | {}",
                "{'platforms':{'p':{'locales':{}}}}   | {}                         | {}",
                "{'platforms':{'p':{'a':{}}}}         | {'platforms':{'p':{'a':{}}}} | {}",
                "{'platforms':{'p':{'alias':'q'}}}    | {'platforms':{'p':{'alias':'q'}}} | {}",
                "{'fileUrls':{}}                      | {'fileUrls':{}}            | {}",
                // Names with dots.
                "{'platforms':{'a.b':{'locales':{'c.d':1}}}} | {} | {.platforms.a.b.locales.c.d=1}",
            })
    void takesTheLocalesOut(String release, String base, String assets) {
        for (int version : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)) {
            ReleaseParts parts = ReleaseParts.split(object(release), version);

            assertThat(parts.base()).isEqualTo(object(base));
            assertThat(texts(parts.assets())).hasToString(assets.replace('\'', '"'));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 1000, 4000, 5000, 10000})
    void leavesOtherFormatsWhole(int schemaVersion) {
        ObjectNode release = object("{'platforms':{'p':{'locales':{'de':1}},'q':{}}}");

        assertThat(ReleaseParts.split(release, schemaVersion)).isEqualTo(new ReleaseParts(release, Map.of()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'platforms':[]}                   | .platforms: expected an object",
                "{'platforms':null}                 | .platforms: expected an object",
                "{'platforms':{'p':'x'}}            | .platforms.p: expected an object",
                "{'platforms':{'p':{'locales':1}}}  | .platforms.p.locales: expected an object",
            })
    void refusesWhatCannotBeSplit(String release, String problem) {
        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> ReleaseParts.split(object(release), 9))
                .withMessage(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.locales", "a.locales.b", ".locales"})
    void refusesPlatformsThatWouldBeReadAsOthers(String platform) {
        ObjectNode release = object("{}");
        release.putObject("platforms").putObject(platform).putObject("locales").put("de", 1);

        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> ReleaseParts.split(release, 9))
                .withMessageStartingWith("platform " + platform + ", locale de: ");
    }

    @Test
    void joinsPartsAtAnyPath() {
        ReleaseParts parts = new ReleaseParts(
                object("{'name':'r','a':{'b':1}}"),
                Map.of(AssetPath.parse(".a.c.d"), JSON.readTree("5"), AssetPath.parse(".e"), JSON.readTree("6")));

        assertThat(parts.join()).isEqualTo(object("{'name':'r','a':{'b':1,'c':{'d':5}},'e':6}"));
    }

    @Test
    void refusesAPlaceInSomethingElseThanObjects() {
        ReleaseParts parts = new ReleaseParts(object("{'a':[]}"), Map.of(AssetPath.parse(".a.b"), JSON.readTree("1")));

        assertThatExceptionOfType(BadDataException.class).isThrownBy(parts::join);
        assertThatExceptionOfType(BadDataException.class).isThrownBy(() -> AssetPath.parse("platforms"));
    }

    @Test
    void joinsWhatWasSplit() {
        Property.forAll(1000, random -> {
            ObjectNode release = new RandomJson(new Choice(random)).release();
            ObjectNode before = release.deepCopy();

            ReleaseParts parts = ReleaseParts.split(release, 9);
            assertThat(parts.join()).isEqualTo(withoutEmptyPlatforms(release));
            assertThat(ReleaseParts.split(parts.join(), 9)).isEqualTo(parts);
            assertThat(ReleaseParts.split(parts.base(), 9)).isEqualTo(new ReleaseParts(parts.base(), Map.of()));
            assertThat(release).isEqualTo(before);
            parts.assets().forEach((path, asset) -> {
                assertThat(AssetPath.parse(path.text())).isEqualTo(path);
                assertThat(at(release, path)).isEqualTo(asset);
            });
        });
    }

    private static ObjectNode withoutEmptyPlatforms(ObjectNode release) {
        ObjectNode result = release.deepCopy();
        if (result.get("platforms") instanceof ObjectNode platforms) {
            for (String name : List.copyOf(platforms.propertyNames())) {
                ObjectNode platform = (ObjectNode) platforms.get(name);
                if (platform.path("locales").isEmpty()) {
                    platform.remove("locales");
                }
                if (platform.isEmpty()) {
                    platforms.remove(name);
                }
            }
            if (platforms.isEmpty()) {
                result.remove("platforms");
            }
        }
        return result;
    }

    private static JsonNode at(JsonNode release, AssetPath path) {
        JsonNode node = release;
        for (String key : path.keys()) {
            node = node.path(key);
        }
        return node;
    }

    private static Map<String, JsonNode> texts(Map<AssetPath, JsonNode> assets) {
        Map<String, JsonNode> texts = new LinkedHashMap<>();
        assets.forEach((path, asset) -> texts.put(path.text(), asset));
        return texts;
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
