// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.core.release.DomainAllowlist;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The checks of the content of releases that no JSON schema makes. */
class ContentChecksTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DomainAllowlist ALLOWLIST = DomainAllowlist.of(JSON.readTree(
            "{\"cdn.example\": [\"Product\"], \"paths.example\": {\"/ok/[\\\\w\\\\./%]+\": [\"Product\"]}}"));
    private static final String HASH = "0123456789abcdef".repeat(8);

    private static List<ReleaseError> errors(ObjectNode release, ContentChecks mode) {
        return errors(release, mode, null);
    }

    private static List<ReleaseError> errors(ObjectNode release, ContentChecks mode, @Nullable JsonNode stored) {
        InvalidBlobException invalid = catchThrowableOfType(
                InvalidBlobException.class,
                () -> new ReleaseValidator(ALLOWLIST, mode)
                        .validate(new ReleaseValidator.Candidate(release, "Product", true, () -> stored)));
        return invalid == null ? List.of() : invalid.errors();
    }

    private static ObjectNode changed(int schemaVersion, String path, @Nullable String value) {
        ObjectNode release = FullReleases.of(schemaVersion);
        FullReleases.set(release, path, value == null || value.equals("-") ? null : value);
        return release;
    }

    @ParameterizedTest
    @MethodSource("dev.balrog.core.release.validation.FullReleases#all")
    void acceptsSoundReleases(ObjectNode release) {
        assertThat(errors(release, ContentChecks.STRICT)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} = {2}: {3} {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "9     | /hashFunction | 'crc32' | /hashFunction | hashFunction: expected sha256, sha384 or sha512, found \"crc32\"",
                "2     | /platforms/p/locales/de/complete/hashValue | 'abc' | /platforms/p/locales/de/complete/hashValue"
                        + " | platforms.p.locales.de.complete.hashValue: has 3 digits; a hash of sha512 has 128",
                "9     | /platforms/p/locales/de/completes/1/hashValue | 'xyz' | /platforms/p/locales/de/completes/1/hashValue"
                        + " | platforms.p.locales.de.completes.1.hashValue: is not a hexadecimal hash: \"xyz\"",
                "9     | /platforms/p/locales/de/completes/0/filesize | 0 | /platforms/p/locales/de/completes/0/filesize"
                        + " | platforms.p.locales.de.completes.0.filesize: expected a positive integer, found 0",
                "9     | /platforms/p/locales/de/completes/0/filesize | -1 | /platforms/p/locales/de/completes/0/filesize"
                        + " | platforms.p.locales.de.completes.0.filesize: expected a positive integer, found -1",
                "9     | /platforms/p/locales/de/completes/0/filesize | 1.5 | /platforms/p/locales/de/completes/0/filesize"
                        + " | platforms.p.locales.de.completes.0.filesize: expected a positive integer, found 1.5",
                "9     | /platforms/p/locales/de/completes/0/filesize | '' | /platforms/p/locales/de/completes/0/filesize"
                        + " | platforms.p.locales.de.completes.0.filesize: expected a positive integer, found \"\"",
                "1000  | /vendors/v/platforms/p/filesize | 0 | /vendors/v/platforms/p/filesize"
                        + " | vendors.v.platforms.p.filesize: expected a positive integer, found 0",
                "9     | /appVersion | '1.21.15b' | /appVersion | appVersion: \"1.21.15b\" is not an application version",
                "9     | /appVersion | '140.0esr' | /appVersion | appVersion: \"140.0esr\" is not an application version",
                "9     | /appVersion | '61.*'     | /appVersion | appVersion: \"61.*\" is not an application version",
                "9     | /platforms/p/locales/de/appVersion | '' | /platforms/p/locales/de/appVersion"
                        + " | platforms.p.locales.de.appVersion: \"\" is not an application version",
                "1     | /extv | '3'  | /extv | extv: \"3\" is not an application version",
                "10000 | /version | '2.x' | /version | version: expected numbers separated by dots, found \"2.x\"",
                "10000 | /required | - | ~~ | required: is missing",
                "1000  | /vendors/v/platforms/q/alias | 'nowhere' | /vendors/v/platforms/q/alias"
                        + " | vendors.v.platforms.q.alias: there is no platform \"nowhere\"",
                "1000  | /vendors/v/platforms/q/alias | 'q' | /vendors/v/platforms/q/alias"
                        + " | vendors.v.platforms.q.alias: the platform \"q\" is an alias itself",
                "5000  | /addons/v/platforms/default | {'alias': 'p'} | /addons/v/platforms/default/alias"
                        + " | addons.v.platforms.default.alias: the platform default can't be an alias",
                "9     | /platforms/q/alias | 'nowhere' | /platforms/q/alias | platforms.q.alias: there is no platform \"nowhere\"",
                "9     | /platforms/p/buildID | - | /platforms/p/locales/fr"
                        + " | platforms.p.locales.fr.buildID: is missing here and in the platform",
                "9     | /platforms/p/buildID | '' | /platforms/p/locales/fr"
                        + " | platforms.p.locales.fr.buildID: is missing here and in the platform",
                "9     | /detailsURL | - | ~~ | ~~",
                "2     | /detailsUrl | 'javascript:alert(1)' | /detailsUrl"
                        + " | detailsUrl: is not the URL of a web page: it has no scheme and host",
                "9     | /updateLine/0/fields/openURL | 'file://host/x' | /updateLine/0/fields/openURL"
                        + " | updateLine.0.fields.openURL: has the scheme file; expected http or https",
                "2     | /detailsUrl | 'https://www.example/%LOCALE%/?old=%OLD_VERSION%' | ~~ | ~~",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/a b'"
                        + " | /platforms/p/locales/de/completes/0/fileUrl"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has a character that has to be percent-encoded",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/%LOCALE%'"
                        + " | /platforms/p/locales/de/completes/0/fileUrl"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has a percent sign that does not begin an escape sequence",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'ftp://cdn.example/a'"
                        + " | /platforms/p/locales/de/completes/0/fileUrl"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has the scheme ftp; expected http or https",
                "9     | /fileUrls/c/completes/* | 'https://cdn.example/%LOCALE%/%OS_FTP%/%FILENAME%' | /fileUrls/c/completes/*"
                        + " | fileUrls.c.completes.*: has a percent sign that does not begin an escape sequence",
                "2     | /fileUrls/c | 'https://cdn.example/%LOCALE%/%OS_FTP%/%FILENAME%?%PRODUCT%&%os_bouncer%' | ~~ | ~~",
                "9     | /platforms/p/OS_FTP | 'o s' | /platforms/p/OS_FTP"
                        + " | platforms.p.OS_FTP: can't be inserted into URLs: it has a character that has to be percent-encoded",
            })
    void saysWhatClientsWouldThrowAway(int schemaVersion, String path, String value, String pointer, String message) {
        ObjectNode release = changed(schemaVersion, path, value);

        if (message.isEmpty()) {
            assertThat(errors(release, ContentChecks.STRICT)).isEmpty();
        } else {
            assertThat(errors(release, ContentChecks.STRICT)).containsExactly(new ReleaseError(pointer, message));
        }
    }

    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "9     | /hashFunction | 'crc32'",
                "2     | /platforms/p/locales/de/complete/hashValue | 'abc'",
                "9     | /platforms/p/locales/de/completes/0/filesize | -1",
                "9     | /appVersion | '1.21.15b'",
                "10000 | /version | '2.x'",
                "10000 | /required | -",
                "1000  | /vendors/v/platforms/q/alias | 'nowhere'",
                "9     | /platforms/p/buildID | -",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/a b'",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'ftp://cdn.example/a'",
                "9     | /platforms/p/OS_FTP | 'o s'",
                "2     | /detailsUrl | 'javascript:alert(1)'",
            })
    void acceptsWhatMozillasBalrogAcceptsInCompatibleMode(int schemaVersion, String path, String value) {
        assertThat(errors(changed(schemaVersion, path, value), ContentChecks.COMPATIBLE))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} = {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1000  | /vendors/v/platforms/p/hashValue | 'ab' | The hashValue length is different from the required length"
                        + " of 128 for sha512.",
                "1000  | /hashFunction | 'SHA384' | The hashValue length is different from the required length of 96 for sha384.",
                "1000  | /hashFunction | 'sha1' | hashFunction: expected sha256, sha384 or sha512, found \"sha1\"",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/../a'"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has a dot segment",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/%252e%252e/a'"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has a dot segment",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'https://cdn.example/a<b'"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has the character <",
                "9     | /platforms/p/locales/de/completes/0/fileUrl | 'javascript://cdn.example/a'"
                        + " | platforms.p.locales.de.completes.0.fileUrl: has the scheme javascript; expected http or https",
                "9     | /platforms/p/OS_FTP | '../..' | platforms.p.OS_FTP: can't be inserted into URLs: it has a dot segment",
                "2     | /ftpFilenames/complete | 'a/../b' | ftpFilenames.complete: can't be inserted into URLs: it has a dot segment",
                "9     | /displayVersion | '6\\u0001' | displayVersion: has a character that XML does not allow",
                "9     | /displayVersion | '6\\uffff' | displayVersion: has a character that XML does not allow",
                "50    | /displayVersion | '6\\ud800' | displayVersion: has a character that XML does not allow",
                "9     | /binTransSCTList | '\\u0000' | binTransSCTList: has a character that XML does not allow",
                "5000  | /addons/w\\u0001 | {'version': '1'} | addons: has a name with a character that XML does not allow: w?",
                "9     | /updateLine/1/fields/type | 'major' | updateLine.1.fields.type: Multiple values found for updateLine"
                        + " items: type (set by the group 0 for some of the same clients)",
            })
    void rejectsWhatIsUnsafeInEveryMode(int schemaVersion, String path, String value, String message) {
        // The name of an add-on can't be escaped in a path.
        ObjectNode release = changed(schemaVersion, path.replace("\\u0001", "\u0001"), value);

        for (ContentChecks mode : ContentChecks.values()) {
            assertThat(errors(release, mode)).extracting(ReleaseError::message).containsExactly(message);
        }
    }

    @Test
    void boundsSuperblobsInEveryMode() {
        for (ContentChecks mode : ContentChecks.values()) {
            assertThat(errors(superblob("blobs", 100), mode)).isEmpty();
            assertThat(errors(superblob("blobs", 101), mode))
                    .containsExactly(
                            new ReleaseError("/blobs", "blobs: has 101 entries, more than 100 are not allowed"));
            assertThat(errors(superblob("products", 20), mode)).isEmpty();
            assertThat(errors(superblob("products", 21), mode)).hasSize(1);
        }
    }

    private static ObjectNode superblob(String field, int parts) {
        ObjectNode release = FullReleases.of(4000);
        release.remove("products");
        ArrayNode names = release.putArray(field);
        IntStream.range(0, parts).forEach(i -> names.add("part" + i));
        return release;
    }

    @Test
    void boundsLocalesPlatformsAndPatches() {
        ObjectNode release = FullReleases.of(9);
        ObjectNode platforms = (ObjectNode) release.get("platforms");
        IntStream.range(0, 200).forEach(i -> platforms.putObject("a" + i).put("alias", "p"));
        ObjectNode locales = (ObjectNode) release.at("/platforms/p/locales");
        IntStream.range(0, 500).forEach(i -> locales.putObject("l" + i));
        ArrayNode partials = (ArrayNode) release.at("/platforms/p/locales/de/partials");
        IntStream.range(0, 100).forEach(i -> partials.add(partials.get(0).deepCopy()));

        assertThat(errors(release, ContentChecks.STRICT))
                .extracting(ReleaseError::path)
                .containsExactlyInAnyOrder("/platforms", "/platforms/p/locales", "/platforms/p/locales/de/partials");
        assertThat(errors(release, ContentChecks.COMPATIBLE)).isEmpty();
    }

    @Test
    void wantsAUrlOfEachChannelForCompleteUpdates() {
        ObjectNode release = FullReleases.of(9);
        FullReleases.set(release, "/platforms/p/locales/de/completes/0/fileUrl", null);
        FullReleases.set(release, "/fileUrls/other", "{'partials': {'*': 'https://cdn.example/p'}}");
        FullReleases.set(release, "/fileUrls/empty", "{}");
        FullReleases.set(release, "/platforms/p/OS_FTP", null);

        assertThat(errors(release, ContentChecks.STRICT))
                .containsExactlyInAnyOrder(
                        new ReleaseError(
                                "/platforms/p",
                                "platforms.p.OS_FTP: is missing, but its locales use the URLs of fileUrls"),
                        new ReleaseError(
                                "/fileUrls/other",
                                "fileUrls.other.completes: has no URL for the complete updates from *"));
    }

    @Test
    void takesAReleaseWithoutUrlsToBeUnderConstruction() {
        ObjectNode release = (ObjectNode) JSON.readTree("""
                {"name": "new", "schema_version": 9, "hashFunction": "sha512", "platforms": {"p": {"locales": {"de": {
                  "buildID": "20260101000000", "appVersion": "60.0", "displayVersion": "60",
                  "completes": [{"from": "*", "filesize": 5, "hashValue": "%s"}]}}}}}""".formatted(HASH));

        assertThat(errors(release, ContentChecks.STRICT)).isEmpty();
    }

    @Test
    void findsAllErrorsAndReportsABoundedNumber() {
        ObjectNode release = FullReleases.of(9);
        FullReleases.set(release, "/appVersion", "'x'");
        FullReleases.set(release, "/hashFunction", "'md5'");
        FullReleases.set(release, "/platforms/p/locales/de/completes/0/filesize", "0");
        assertThat(errors(release, ContentChecks.STRICT))
                .extracting(ReleaseError::path)
                .contains("/appVersion", "/hashFunction", "/platforms/p/locales/de/completes/0/filesize");

        ObjectNode locales = (ObjectNode) release.at("/platforms/p/locales");
        JsonNode broken = release.at("/platforms/p/locales/de");
        IntStream.range(0, 400).forEach(i -> locales.set("l" + i, broken.deepCopy()));
        assertThat(errors(release, ContentChecks.STRICT))
                .hasSize(101)
                .last()
                .satisfies(error ->
                        assertThat(error.message()).isEqualTo("There are more errors; these are the first 100."));
    }

    @Test
    void letsFaultsStayWhereTheyAre() {
        ObjectNode stored = FullReleases.of(9);
        FullReleases.set(stored, "/hashFunction", "'md5'");
        FullReleases.set(stored, "/platforms/p/locales/de/completes/0/hashValue", "'abc'");
        FullReleases.set(stored, "/platforms/p/locales/de/completes/0/fileUrl", "'https://cdn.example/../a'");
        FullReleases.set(stored, "/displayVersion", "'6\\u0001'");

        ObjectNode edited = stored.deepCopy().put("appVersion", "61.0");
        ((ObjectNode) edited.at("/platforms/p/locales/de/completes/1")).put("hashValue", "ab".repeat(16));
        assertThat(errors(edited, ContentChecks.STRICT)).isNotEmpty();
        // The new value has the length of the old function.
        assertThat(errors(edited, ContentChecks.STRICT, stored)).isEmpty();

        FullReleases.set(edited, "/platforms/p/locales/de/completes/0/hashValue", "'abd'");
        assertThat(errors(edited, ContentChecks.STRICT, stored))
                .extracting(ReleaseError::path)
                .containsExactly("/platforms/p/locales/de/completes/0/hashValue");
        FullReleases.set(edited, "/platforms/p/locales/de/completes/0/hashValue", "'" + "ab".repeat(16) + "'");
        FullReleases.set(edited, "/hashFunction", "'sha1'");
        assertThat(errors(edited, ContentChecks.STRICT, stored))
                .extracting(ReleaseError::path)
                .contains("/hashFunction");
    }

    @Test
    void neverLetsAForbiddenHostStay() {
        ObjectNode stored = FullReleases.of(9);
        FullReleases.set(stored, "/platforms/p/locales/de/completes/0/fileUrl", "'https://evil.example/a'");

        assertThat(catchThrowableOfType(
                        ForbiddenDomainException.class,
                        () -> new ReleaseValidator(ALLOWLIST, ContentChecks.COMPATIBLE)
                                .validate(new ReleaseValidator.Candidate(
                                        stored.deepCopy(), "Product", true, () -> stored))))
                .isNotNull();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // Everybody, and everybody.
                "{} | {} | true",
                "{} | {'channels': ['beta*']} | true",
                // As for Mozilla's Balrog, although no client matches.
                "{'channels': []} | {} | true",
                "{'channels': ['bugs*'], 'versions': ['<140.0']} | {'channels': ['bugs'], 'versions': ['<100.0']} | true",
                "{'channels': ['bugs*'], 'versions': ['<140.0']} | {'channels': ['x'], 'versions': ['<100.0']} | false",
                "{'channels': ['release']} | {'channels': ['release-cck-x']} | true",
                "{'channels': ['release']} | {'channels': ['release-c*']} | true",
                "{'channels': ['release']} | {'channels': ['releasetest*']} | false",
                "{'channels': ['release*']} | {'channels': ['rel*']} | true",
                "{'channels': ['x*']} | {'channels': ['xy']} | false",
                "{'channels': ['x*']} | {'channels': ['x']} | true",
                "{'channels': ['a+x*']} | {'channels': ['xy']} | true",
                "{'locales': ['de']} | {'locales': ['fr']} | false",
                "{'locales': ['de', 'en']} | {'locales': ['fr', 'de']} | true",
                "{'versions': ['<100.0']} | {'versions': ['<90.0']} | true",
                "{'versions': ['<100.0']} | {'versions': ['>=100.0']} | false",
                "{'versions': ['<=100.0']} | {'versions': ['>=100.0']} | true",
                "{'versions': ['>100.0']} | {'versions': ['<99.0']} | false",
                "{'versions': ['99.0']} | {'versions': ['99.0.0']} | true",
                "{'versions': ['99.0']} | {'versions': ['98.0']} | false",
                "{'versions': ['99.*']} | {'versions': ['99.1']} | true",
                "{'versions': ['99.*']} | {'versions': ['99.0a1']} | true",
                "{'versions': ['99.*']} | {'versions': ['100.0a1']} | false",
                "{'versions': ['99.1.*']} | {'versions': ['>=99.2']} | false",
                "{'versions': ['99.1.*']} | {'versions': ['>99.1']} | true",
                "{'versions': ['60.0,61.0']} | {'versions': ['61.0']} | true",
                "{'versions': ['']} | {'versions': ['61.0']} | true",
                "{'buildIDs': ['<2020']} | {'buildIDs': ['<2021']} | true",
                "{'buildIDs': ['<2020']} | {'buildIDs': ['>=2020']} | false",
                "{'buildIDs': ['<=2020']} | {'buildIDs': ['>=2020']} | true",
                "{'buildIDs': ['20200101000000']} | {'buildIDs': ['>20210101000000']} | false",
                "{'buildIDs': ['20200101000000']} | {'buildIDs': ['>2021']} | true",
                "{'buildIDs': ['>2020']} | {'buildIDs': ['<2021']} | true",
                "{'buildIDs': ['<10']} | {'buildIDs': ['>=9']} | true",
            })
    void knowsWhichClientsMatchTwoGroups(String one, String other, boolean overlap) {
        ObjectNode release = FullReleases.of(9);
        FullReleases.set(
                release,
                "/updateLine",
                "[{'for': " + one + ", 'fields': {'type': 'minor', 'actions': 'a'}}, {'for': " + other
                        + ", 'fields': {'actions': 'b'}}]");

        for (ContentChecks mode : ContentChecks.values()) {
            assertThat(errors(release, mode)).hasSize(overlap ? 1 : 0);
        }
    }

    @Test
    void acceptsGroupsThatAreEqualOrSetOtherFields() {
        ObjectNode release = FullReleases.of(9);
        FullReleases.set(
                release,
                "/updateLine",
                "[{'for': {}, 'fields': {'type': 'minor'}}, {'for': {}, 'fields': {'type': 'minor'}},"
                        + " {'for': {}, 'fields': {'actions': 'b'}}]");

        assertThat(errors(release, ContentChecks.STRICT)).isEmpty();
    }

    @Test
    void comparesABoundedNumberOfConditions() {
        ObjectNode release = FullReleases.of(9);
        ArrayNode groups = release.putArray("updateLine");
        for (int i = 0; i < 50; i++) {
            ObjectNode group = groups.addObject();
            ArrayNode locales = group.putObject("for").putArray("locales");
            int number = i;
            IntStream.range(0, 1000).forEach(j -> locales.add(number + "-" + j));
            group.putObject("fields").put("actions", "a" + i);
        }

        assertThat(errors(release, ContentChecks.COMPATIBLE))
                .extracting(ReleaseError::message)
                .containsExactly("updateLine: has too many conditions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-.platforms.p.locales.de", "a-."})
    void rejectsNamesOfPartsOfReleasesInEveryMode(String name) {
        for (ContentChecks mode : ContentChecks.values()) {
            assertThat(ReleaseNames.fault(name, mode)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a\\b", "a\u0000", "a\nb", "..", "a..b", " a", "a ", "", "a\u202eb", "a\ud800"})
    void rejectsOddNamesOfNewReleases(String name) {
        assertThat(ReleaseNames.fault(name, ContentChecks.STRICT)).isPresent();
        assertThat(ReleaseNames.fault(name, ContentChecks.COMPATIBLE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Firefox-139.0.4-build1", "SystemAddons-fix@mozilla.org-1.0", "No-Update", "a b (c)", "\u00e9"})
    void acceptsOtherNames(String name) {
        assertThat(ReleaseNames.fault(name, ContentChecks.STRICT)).isEmpty();
    }
}
