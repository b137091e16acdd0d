// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kind of URL with which clients request updates. */
public final class UpdateUrl {
    private static final String PIN = "pin";
    private static final Set<String> ALL_PARAMETERS = Set.of("avast", "force", "mig64", PIN);

    private static final UpdateUrl UPDATE_1 = new UpdateUrl(
            "/update/1/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/update.xml", ALL_PARAMETERS);
    private static final UpdateUrl UPDATE_2 = new UpdateUrl(
            "/update/2/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}/update.xml",
            Set.of("avast", "force", "mig64"));
    private static final UpdateUrl UPDATE_6 = new UpdateUrl(
            "/update/6/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}"
                    + "/{systemCapabilities}/{distribution}/{distVersion}/update.xml",
            ALL_PARAMETERS);
    private static final UpdateUrl JSON_1 =
            new UpdateUrl("/json/1/{product}/{version}/{buildTarget}/{channel}/update.json", Set.of("force"));
    private static final UpdateUrl JSON_2 = new UpdateUrl(
            "/json/2/{product}/{version}/{buildTarget}/{channel}/{osVersion}/update.json", Set.of("force"));

    private static final List<UpdateUrl> ALL = List.of(
            UPDATE_1,
            UPDATE_2,
            new UpdateUrl(
                    "/update/3/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}"
                            + "/{distribution}/{distVersion}/update.xml",
                    ALL_PARAMETERS),
            new UpdateUrl(
                    "/update/4/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}"
                            + "/{distribution}/{distVersion}/{platformVersion}/update.xml",
                    ALL_PARAMETERS),
            new UpdateUrl(
                    "/update/5/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}"
                            + "/{distribution}/{distVersion}/{IMEI}/update.xml",
                    ALL_PARAMETERS),
            UPDATE_6,
            JSON_1,
            JSON_2);

    /** Format of the response. */
    public enum Format {
        XML,
        JSON
    }

    /** Suffix of the versions of former ESR nightlies. */
    private static final String ESR_NIGHTLY_ENDING = "esrpre";

    /** Prefix of the build targets of Macs, which send their processor in the user agent. */
    private static final String MAC = "Darwin";

    private static final BitSet UNRESERVED = unreserved();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");

    private final List<String> template;
    private final Set<String> parameters;

    private final int product;
    private final int version;
    private final int buildId;
    private final int buildTarget;
    private final int locale;
    private final int channel;
    private final int osVersion;
    private final int systemCapabilities;
    private final int distribution;
    private final int distributionVersion;

    private UpdateUrl(String template, Set<String> parameters) {
        this.template = Arrays.asList(template.substring(1).split("/"));
        this.parameters = parameters;
        this.product = position("{product}");
        this.version = position("{version}");
        this.buildId = position("{buildID}");
        this.buildTarget = position("{buildTarget}");
        this.locale = position("{locale}");
        this.channel = position("{channel}");
        this.osVersion = position("{osVersion}");
        this.systemCapabilities = position("{systemCapabilities}");
        this.distribution = position("{distribution}");
        this.distributionVersion = position("{distVersion}");
    }

    private int position(String field) {
        return template.indexOf(field);
    }

    /**
     * Returns the kind of URL of a path; null when it is none of them.
     *
     * @param segments the decoded segments of the path
     */
    public static @Nullable UpdateUrl of(List<String> segments) {
        for (UpdateUrl url : ALL) {
            if (url.matches(segments)) {
                return url;
            }
        }
        return null;
    }

    private boolean matches(List<String> segments) {
        int last = template.size() - 1;
        return segments.size() == template.size()
                && segments.get(1).equals(template.get(1))
                && segments.getFirst().equals(template.getFirst())
                && segments.get(last).equals(template.get(last))
                && !segments.contains("");
    }

    /** Returns the templates of all kinds of URLs, with a name in braces for each field. */
    public static List<String> templates() {
        return ALL.stream().map(url -> "/" + String.join("/", url.template)).toList();
    }

    /** Returns the format of responses to this kind of URL. */
    public Format format() {
        return template.getFirst().equals("json") ? Format.JSON : Format.XML;
    }

    /** Returns the names of the query parameters that this kind of URL accepts. */
    public Set<String> parameters() {
        return parameters;
    }

    /** Returns whether a query contains a pin without a value, which is not allowed. */
    public static boolean hasEmptyPin(Map<String, String> query) {
        return query.getOrDefault(PIN, "-").isEmpty();
    }

    /**
     * Parses a request.
     *
     * @param segments the decoded segments of a path of this kind
     * @param query the decoded query parameters
     * @param userAgent value of the {@code User-Agent} header; null where it was not sent
     */
    public UpdateRequest read(List<String> segments, Map<String, String> query, @Nullable String userAgent) {
        return switch (format()) {
            case XML -> readXml(segments, query, userAgent);
            case JSON -> readJson(segments, query);
        };
    }

    private UpdateRequest readXml(List<String> segments, Map<String, String> query, @Nullable String userAgent) {
        String target = ascii(segments.get(buildTarget));
        String migration = query.get("mig64");
        String pin = query.get(PIN);
        return new UpdateRequest(
                ascii(segments.get(product)),
                withoutEsrNightlyEnding(ascii(segments.get(version))),
                ascii(segments.get(buildId)),
                target,
                // Some versions of Avast add this prefix.
                ascii(segments.get(locale)).replace("x86 ", ""),
                ascii(segments.get(channel)),
                osVersion < 0 ? "" : ascii(segments.get(osVersion)),
                systemCapabilities < 0
                        ? SystemCapabilities.NOT_ASKED
                        : SystemCapabilities.parse(ascii(segments.get(systemCapabilities))),
                optional(segments, distribution),
                optional(segments, distributionVersion),
                headerArchitecture(target, userAgent),
                Force.of(withoutAvast(query.get("force"))),
                migration == null ? null : migration.equals("1"),
                pin == null ? null : ascii(pin));
    }

    /**
     * Returns a request target with which a client sends a request: the inverse of {@link #read}
     * for everything that a URL can carry. It is of the newest kind of URL whose requests have the
     * same fields; where no kind has, of the newest one. It can't carry a PowerPC processor, which
     * is in the user agent, and empty fields other than the operating system.
     */
    public static String target(Format format, UpdateRequest request) {
        StringBuilder target = new StringBuilder();
        for (String segment : kind(format, request).template) {
            target.append('/').append(segment.startsWith("{") ? encoded(field(segment, request)) : segment);
        }
        return target.append(query(request)).toString();
    }

    private static UpdateUrl kind(Format format, UpdateRequest request) {
        return switch (format) {
            case JSON -> request.osVersion() == null ? JSON_1 : JSON_2;
            case XML -> {
                if (request.distribution() != null || !request.capabilities().equals(SystemCapabilities.NOT_ASKED)) {
                    yield UPDATE_6;
                }
                if (request.osVersion() == null || request.osVersion().isEmpty()) {
                    yield UPDATE_1;
                }
                yield request.pin() == null ? UPDATE_2 : UPDATE_6;
            }
        };
    }

    private static String field(String name, UpdateRequest request) {
        return switch (name) {
            case "{product}" -> request.product();
            case "{version}" -> request.version();
            case "{buildID}" -> String.valueOf(request.buildId());
            case "{buildTarget}" -> request.buildTarget();
            case "{locale}" -> String.valueOf(request.locale());
            case "{channel}" -> request.channel();
            case "{osVersion}" -> String.valueOf(request.osVersion());
            case "{systemCapabilities}" -> request.capabilities().segment();
            case "{distribution}" -> String.valueOf(request.distribution());
            case "{distVersion}" -> String.valueOf(request.distributionVersion());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String query(UpdateRequest request) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (request.force() != Force.NONE) {
            query.add("force=" + request.force().queryValue());
        }
        if (request.mig64() != null) {
            query.add("mig64=" + (request.mig64() ? "1" : "0"));
        }
        if (request.pin() != null) {
            query.add(PIN + "=" + encoded(request.pin()));
        }
        return query.toString();
    }

    /** Percent-encodes everything that a segment or a query value can't contain. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (UNRESERVED.get(character)) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static BitSet unreserved() {
        BitSet characters = new BitSet();
        characters.set('a', 'z' + 1);
        characters.set('A', 'Z' + 1);
        characters.set('0', '9' + 1);
        "-._~:,".chars().forEach(characters::set);
        return characters;
    }

    private UpdateRequest readJson(List<String> segments, Map<String, String> query) {
        return new UpdateRequest(
                segments.get(product),
                segments.get(version),
                null,
                segments.get(buildTarget),
                null,
                segments.get(channel),
                osVersion < 0 ? null : segments.get(osVersion),
                SystemCapabilities.NOT_ASKED,
                null,
                null,
                null,
                Force.of(query.get("force")),
                null,
                null);
    }

    private static @Nullable String optional(List<String> segments, int position) {
        return position < 0 ? null : ascii(segments.get(position));
    }

    private String withoutEsrNightlyEnding(String text) {
        boolean ends =
                template.get(1).equals("3") && text.endsWith(ESR_NIGHTLY_ENDING) && !text.equals(ESR_NIGHTLY_ENDING);
        return ends ? text.substring(0, text.length() - ESR_NIGHTLY_ENDING.length()) : text;
    }

    /**
     * Returns the processor for {@code headerArchitecture} of rules: Macs send theirs in the user
     * agent, all others count as Intel.
     */
    private static String headerArchitecture(String buildTarget, @Nullable String userAgent) {
        boolean powerPc = isOfMac(buildTarget) && userAgent != null && userAgent.contains("PPC");
        return powerPc ? "PPC" : "Intel";
    }

    private static boolean isOfMac(String buildTarget) {
        return buildTarget.startsWith(MAC);
    }

    /**
     * Returns whether {@link #read} uses the user agent for a path of this kind, so that shared
     * caches have to store a response for each user agent.
     *
     * @param segments as for {@link #read}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-vary">RFC 9110, 12.5.5. Vary</a>
     */
    public boolean dependsOnUserAgent(List<String> segments) {
        return format() == Format.XML && isOfMac(segments.get(buildTarget));
    }

    /**
     * Removes {@code ?avast=1}, which some versions of Avast append to URLs that already have a
     * query.
     */
    private static @Nullable String withoutAvast(@Nullable String force) {
        if (force == null || !force.contains("avast")) {
            return force;
        }
        int question = force.indexOf('?');
        int end = question < 0 ? force.indexOf("%3F") : question;
        return end < 0 ? force : force.substring(0, end);
    }

    /**
     * Replaces characters beyond ASCII, which real clients never send, so that they match no rule
     * by accident.
     */
    private static String ascii(String text) {
        return isAscii(text) ? text : NOT_ASCII.matcher(text).replaceAll("?");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
