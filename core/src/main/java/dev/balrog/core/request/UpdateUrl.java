// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A kind of URL with which clients ask for updates. */
public final class UpdateUrl {
    private static final String PIN = "pin";
    private static final Set<String> ALL_PARAMETERS = Set.of("avast", "force", "mig64", PIN);

    private static final List<UpdateUrl> ALL = List.of(
            new UpdateUrl(
                    "/update/1/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/update.xml",
                    ALL_PARAMETERS),
            new UpdateUrl(
                    "/update/2/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}/update.xml",
                    Set.of("avast", "force", "mig64")),
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
            new UpdateUrl(
                    "/update/6/{product}/{version}/{buildID}/{buildTarget}/{locale}/{channel}/{osVersion}"
                            + "/{systemCapabilities}/{distribution}/{distVersion}/update.xml",
                    ALL_PARAMETERS),
            new UpdateUrl("/json/1/{product}/{version}/{buildTarget}/{channel}/update.json", Set.of("force")),
            new UpdateUrl(
                    "/json/2/{product}/{version}/{buildTarget}/{channel}/{osVersion}/update.json", Set.of("force")));

    /** How the answer is written. */
    public enum Format {
        XML,
        JSON
    }

    /** Ending of the version of ESR nightlies, once. */
    private static final String ESR_NIGHTLY_ENDING = "esrpre";

    /** Beginning of the build targets of Macs, which tell their processor in the user agent. */
    private static final String MAC = "Darwin";

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
     * The kind of URL that a path is; null when it is none of them.
     *
     * @param segments what stands between its slashes, decoded
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

    /** How answers to this kind of URL are written. */
    public Format format() {
        return template.getFirst().equals("json") ? Format.JSON : Format.XML;
    }

    /** Names of the query parameters that this kind of URL takes. */
    public Set<String> parameters() {
        return parameters;
    }

    /** Whether a query names a pin without saying which, what no client may. */
    public static boolean hasEmptyPin(Map<String, String> query) {
        return query.getOrDefault(PIN, "-").isEmpty();
    }

    /**
     * Reads a request.
     *
     * @param segments what stands between the slashes of a path of this kind, decoded
     * @param query its parameters, decoded
     * @param userAgent the header; null where it was not sent
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
                // Some versions of Avast put this in front.
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

    /** The processor that rules call the header's: Macs tell theirs in the user agent, all else counts as Intel. */
    private static String headerArchitecture(String buildTarget, @Nullable String userAgent) {
        boolean powerPc = isOfMac(buildTarget) && userAgent != null && userAgent.contains("PPC");
        return powerPc ? "PPC" : "Intel";
    }

    private static boolean isOfMac(String buildTarget) {
        return buildTarget.startsWith(MAC);
    }

    /**
     * Returns whether {@link #read} looks at the user agent for a path of this kind, so that shared caches have to keep
     * a response for each user agent.
     *
     * @param segments as for {@link #read}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-vary">RFC 9110, 12.5.5. Vary</a>
     */
    public boolean dependsOnUserAgent(List<String> segments) {
        return format() == Format.XML && isOfMac(segments.get(buildTarget));
    }

    /** Some versions of Avast append {@code ?avast=1} to URLs that have a query already. */
    private static @Nullable String withoutAvast(@Nullable String force) {
        if (force == null || !force.contains("avast")) {
            return force;
        }
        int question = force.indexOf('?');
        int end = question < 0 ? force.indexOf("%3F") : question;
        return end < 0 ? force : force.substring(0, end);
    }

    /** Nothing that a real client sends is beyond ASCII: what is, is replaced, and so matches no rule by accident. */
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
