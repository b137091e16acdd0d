// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.release.DomainAllowlist;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ReleaseValidatorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DomainAllowlist ALLOWLIST =
            DomainAllowlist.of(JSON.readTree("{\"cdn.example\": [\"Product\"]}"));
    private static final String GOOD = "https://cdn.example/file";
    private static final String EVIL = "https://evil.example/file";

    @ParameterizedTest
    @MethodSource("dev.balrog.core.release.validation.FullReleases#all")
    void acceptsAllThatAFormatKnows(ObjectNode release) {
        assertThatCode(() -> validate(release)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("dev.balrog.core.release.validation.FullReleases#all")
    void refusesWhatItDoesNotKnow(ObjectNode release) {
        release.put("borken", "yes");

        assertThatExceptionOfType(InvalidBlobException.class)
                .isThrownBy(() -> validate(release))
                .satisfies(e -> assertThat(e.errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.path()).isEqualTo("/borken"))
                        .extracting(ReleaseError::message, InstanceOfAssertFactories.STRING)
                        .startsWith(
                                "borken: is an unknown property; known properties: name, product, schema_version, "));
    }

    @ParameterizedTest
    @MethodSource("dev.balrog.core.release.validation.FullReleases#all")
    void refusesAReleaseWithoutAName(ObjectNode release) {
        release.remove("name");

        assertErrors(release, "name: is missing");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                       | expected a JSON object",
                "{}                       | schema_version is not set",
                "{'schema_version': null} | schema_version is not set",
                "{'schema_version': 7}    | schema_version is unknown",
                "{'schema_version': '9'}  | schema_version is unknown",
                "{'schema_version': true} | schema_version is unknown",
                "{'schema_version': 9.5}  | schema_version is unknown",
                "{'schema_version': {}}   | schema_version is unknown",
            })
    void refusesUnknownFormats(String release, String error) {
        assertErrors(JSON.readTree(release.replace('\'', '"')), error);
    }

    @ParameterizedTest(name = "{0} {1} = {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "9     | /hashFunction                | -      | hashFunction: is missing",
                "9     | /name                        | ''     | name: must be at least 1 characters long",
                "9     | /platforms                   | []     | platforms: array found, object expected",
                "9     | /platforms/p/buildID         | '12a'  | platforms.p.buildID: does not match the regex pattern ^[0-9]*\\n?$",
                "9     | /platforms/q/alias           | 5      | platforms.q.alias: integer found, string expected",
                "9     | /platforms/p/locales/de/isOSUpdate | true | platforms.p.locales.de.isOSUpdate: is an unknown property;"
                        + " known properties: buildID, appVersion, displayVersion, partials, completes",
                "9     | /platforms/p/locales/de/partials/0/from | - | platforms.p.locales.de.partials.0.from: is missing",
                "9     | /fileUrls/c/other            | {}     | fileUrls.c.other: is an unknown property",
                "9     | /updateLine/0/for/versions/0 | '<49'  | updateLine.0.for.versions.0: '<49' is not a condition on a version",
                "9     | /updateLine/0/for/buildIDs/0 | 'x'    | updateLine.0.for.buildIDs.0: 'x' is not a condition on a buildID",
                "9     | /updateLine/0/fields/type    | 'huge' | updateLine.0.fields.type: expected minor, major, found 'huge'",
                "9     | /updateLine/0/fields/disableBITS | false | updateLine.0.fields.disableBITS: expected true, found false",
                "8     | /platforms/p/locales/de/completes/0/binTransInclusionProof | -"
                        + " | platforms.p.locales.de.completes.0.binTransInclusionProof: is missing",
                "6     | /platforms/p/locales/de/completes/0/binTransInclusionProof | 'x'"
                        + " | platforms.p.locales.de.completes.0.binTransInclusionProof: is an unknown property;"
                        + " known properties: filesize, from, hashValue, fileUrl",
                "5     | /promptWaitTime              | '5'    | promptWaitTime: string found, number expected",
                "3     | /fileUrls/c                  | {}     | fileUrls.c: object found, string expected",
                "2     | /ftpFilenames/completes      | 'x'    | ftpFilenames.completes: is an unknown property",
                "2     | /platforms/p/locales/de/complete/from | 'x'"
                        + " | platforms.p.locales.de.complete.from: expected *, found 'x'",
                "1     | /fakePartials                | 'true' | fakePartials: string found, boolean expected",
                "50    | /detailsUrl                  | -      | detailsUrl: is missing",
                "1000  | /vendors/v/version           | -      | vendors.v.version: is missing",
                "1000  | /vendors/v/platforms/p/filesize | '5' | vendors.v.platforms.p.filesize: string found, number expected",
                "4000  | /blobs                       | ['x']  | blobs: is not allowed here",
                "4000  | /products                    | -      | blobs: is missing",
                "4000  | /products/0                  | ''     | products.0: must be at least 1 characters long",
                "5000  | /uninstall                   | true   | uninstall: is not allowed here",
                "5000  | /addons/v/platforms/p/mirrorUrls | [] | addons.v.platforms.p.mirrorUrls: is not allowed here",
                "10000 | /product                     | -      | product: is missing",
                "10000 | /platforms/p/hashValue       | -      | platforms.p.hashValue: is missing",
            })
    void saysWhatIsWrong(int schemaVersion, String path, String value, String error) {
        ObjectNode release = FullReleases.of(schemaVersion);
        set(release, path, value);

        assertErrors(release, error.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "9     | /schema_version              | 9.0",
                "9     | /platforms/p/buildID         | 20260101.5",
                "9     | /platforms/p/buildID         | ''",
                "9     | /platforms/q/anything        | {'at': 'all'}",
                "9     | /platforms/p/locales/de/partials/0/binTransInclusionProof | -",
                "9     | /updateLine/0/for/versions/0 | ''",
                "9     | /updateLine/0/for/versions/0 | '60.0,61.0'",
                "9     | /updateLine/0/for/buildIDs/0 | '>=20260101'",
                "9     | /product                     | -",
                "3     | /ftpFilenames/anything       | 5",
                // Locales are filled in later, so templates are no proper URLs.
                "1     | /detailsUrl                  | 'no url'",
                "50    | /detailsUrl                  | 'no url'",
                "1000  | /vendors/v/platforms/q/filesize | 'x'",
                "5000  | /addons/v/platforms/q/mirrorUrls | 5",
            })
    void isAsLenientAsItAlwaysWas(int schemaVersion, String path, String value) {
        ObjectNode release = FullReleases.of(schemaVersion);
        set(release, path, value);

        assertThatCode(() -> validate(release)).doesNotThrowAnyException();
    }

    @Test
    void namesEveryFailingProperty() {
        ObjectNode release = FullReleases.of(9);
        set(release, "/hashFunction", null);
        set(release, "/appVersion", "5");
        set(release, "/platforms/p/locales/de/buildID", "true");

        assertThatExceptionOfType(InvalidBlobException.class)
                .isThrownBy(() -> validate(release))
                .withMessageStartingWith("the release is not valid: ")
                .satisfies(e -> assertThat(e.errors())
                        .containsExactlyInAnyOrder(
                                new ReleaseError("", "hashFunction: is missing"),
                                new ReleaseError("/appVersion", "appVersion: integer found, string expected"),
                                new ReleaseError(
                                        "/platforms/p/locales/de/buildID",
                                        "platforms.p.locales.de.buildID: boolean found, [string, number] expected")));
    }

    @Test
    void saysWhereItIsWrongAsAPointer() {
        ObjectNode release = FullReleases.of(9);
        set(release, "/platforms/p/locales/de/completes/0/hashValue", null);
        ((ObjectNode) release.at("/platforms/p/locales/de")).put("a/b~c", 1);

        assertThatExceptionOfType(InvalidBlobException.class)
                .isThrownBy(() -> validate(release))
                .satisfies(e -> assertThat(e.errors())
                        .extracting(ReleaseError::path)
                        .containsExactlyInAnyOrder(
                                "/platforms/p/locales/de/completes/0", "/platforms/p/locales/de/a~1b~0c"));
    }

    @Test
    void countsCharactersNotCodeUnits() {
        ObjectNode release = FullReleases.of(9);
        release.put("name", "\ud83d\ude00".repeat(100));
        assertThatCode(() -> validate(release)).doesNotThrowAnyException();

        release.put("name", "\ud83d\ude00".repeat(101));
        assertErrors(release, "name: must be at most 100 characters long");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "1,     /fileUrls/c",
        "1,     /platforms/p/locales/de/partial/fileUrl",
        "2,     /platforms/p/locales/de/complete/fileUrl",
        "3,     /fileUrls/c",
        "3,     /platforms/p/locales/de/completes/0/fileUrl",
        "4,     /fileUrls/c/partials/*",
        "5,     /fileUrls/c/completes/*",
        "6,     /platforms/p/locales/de/partials/0/fileUrl",
        "8,     /platforms/p/locales/de/partials/0/fileUrl",
        "9,     /fileUrls/c/partials/*",
        "9,     /platforms/p/locales/de/completes/0/fileUrl",
        "1000,  /vendors/v/platforms/p/fileUrl",
        "1000,  /vendors/v/platforms/p/mirrorUrls/0",
        "1000,  /vendors/v/platforms/q/fileUrl",
        "5000,  /addons/v/platforms/p/fileUrl",
        "10000, /platforms/p/fileUrl",
    })
    void refusesDownloadsFromElsewhere(int schemaVersion, String path) {
        ObjectNode release = FullReleases.of(schemaVersion);
        for (String url :
                List.of(EVIL, "", "cdn.example/file", "//cdn.example/file", "https://cdn.example@evil.example/")) {
            set(release, path, JSON.writeValueAsString(url));

            assertThatExceptionOfType(ForbiddenDomainException.class)
                    .isThrownBy(() -> validate(release))
                    .withMessage("updates of Product may not come from " + url
                            + ": its host is not allowed for this product")
                    .satisfies(e -> assertThat(e.path()).isEqualTo(path));
        }
        set(release, path, JSON.writeValueAsString(GOOD));
        assertThatCode(() -> validate(release)).doesNotThrowAnyException();
        assertThatExceptionOfType(ForbiddenDomainException.class)
                .isThrownBy(() -> validate(release, "Other", ALLOWLIST));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "50,   /detailsUrl",
        "9,    /updateLine/0/fields/detailsURL",
        "2,    /billboardURL",
        "2,    /ftpFilenames/partial",
        "2,    /bouncerProducts/partial",
        "4000, /products/0",
    })
    void doesNotMindWhereTextsAreShownFrom(int schemaVersion, String path) {
        ObjectNode release = FullReleases.of(schemaVersion);
        set(release, path, JSON.writeValueAsString(EVIL));

        assertThatCode(() -> validate(release)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // The schema says nothing about nameless vendors, nor about what stands beside an alias.
                "/vendors/                       | {'platforms': {'p': {'fileUrl': 5}}}",
                "/vendors/v/platforms/q/fileUrl  | null",
                "/vendors/v/platforms/q/mirrorUrls | 'x'",
                "/vendors/v/platforms/q/mirrorUrls | {'x': 'https://cdn.example/file'}",
                "/vendors/v/platforms/q/mirrorUrls | [5]",
            })
    void refusesWhatIsNoUrlWhereOneBelongs(String path, String value) {
        ObjectNode release = FullReleases.of(1000);
        FullReleases.set(release, path, value);

        assertThatExceptionOfType(ForbiddenDomainException.class).isThrownBy(() -> validate(release));
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleReleases.GMP, SampleReleases.SYSTEM_ADDONS})
    void acceptsSamplesFromAnyOfTheirHosts(String release) throws Exception {
        JsonNode json = JSON.readTree(release.replaceAll("\"(a1|b1|a2|b2)\"", '"' + "a1".repeat(64) + '"'));
        DomainAllowlist all = DomainAllowlist.of(JSON.readTree(
                "{'cdn.example': ['P'], 'download.example': ['P'], 'evil.example': ['P']}".replace('\'', '"')));

        validate(json, "P", all);
    }

    @Test
    void neverFailsOtherwiseWhateverTheReleaseIs() {
        Property.forAll(2000, random -> {
            Choice choice = new Choice(random);
            ObjectNode release = choice.of(FullReleases.all().toList());
            for (int i = 1 + choice.below(3); i > 0; i--) {
                scramble(choice, release);
            }
            ObjectNode before = release.deepCopy();
            try {
                validate(release);
            } catch (InvalidBlobException e) {
                assertThat(e.errors())
                        .isNotEmpty()
                        .doesNotHaveDuplicates()
                        .noneMatch(error -> error.message().isBlank())
                        .allSatisfy(error -> assertThat(release.at(error.path()).isMissingNode())
                                .isFalse());
            } catch (ForbiddenDomainException e) {
                assertThat(e).hasMessageStartingWith("updates of Product may not come from ");
            }
            assertThat(release).isEqualTo(before);
        });
    }

    private static void scramble(Choice choice, ObjectNode release) {
        List<ObjectNode> objects = new ArrayList<>();
        objects.add(release);
        for (int i = 0; i < objects.size(); i++) {
            collectObjects(objects.get(i), objects);
        }
        ObjectNode object = choice.of(objects);
        List<String> keys = List.copyOf(object.propertyNames());
        String key = keys.isEmpty() || choice.percent(20) ? choice.oddText() : choice.of(keys);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        object.set(
                key,
                choice.of(List.of(
                        nodes.nullNode(),
                        nodes.numberNode(5),
                        nodes.booleanNode(true),
                        nodes.stringNode(choice.oddText()),
                        nodes.arrayNode().add(nodes.objectNode()),
                        nodes.objectNode(),
                        choice.of(objects).deepCopy())));
    }

    private static void collectObjects(JsonNode node, List<ObjectNode> objects) {
        for (JsonNode child : node) {
            if (child instanceof ObjectNode object) {
                objects.add(object);
            } else {
                collectObjects(child, objects);
            }
        }
    }

    private static void assertErrors(JsonNode release, String... errors) {
        assertThatExceptionOfType(InvalidBlobException.class)
                .isThrownBy(() -> validate(release))
                .satisfies(e ->
                        assertThat(e.errors()).extracting(ReleaseError::message).containsExactly(errors));
    }

    private static void validate(JsonNode release) throws InvalidBlobException, ForbiddenDomainException {
        validate(release, "Product", ALLOWLIST);
    }

    private static void set(ObjectNode release, String path, @Nullable String value) {
        FullReleases.set(release, path, value);
    }

    private static void validate(JsonNode release, String product, DomainAllowlist allowlist)
            throws InvalidBlobException, ForbiddenDomainException {
        new ReleaseValidator(allowlist, ContentChecks.COMPATIBLE)
                .validate(ReleaseValidator.Candidate.added(release, product));
    }
}
