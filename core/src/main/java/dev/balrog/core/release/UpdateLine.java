// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.BuildIdCondition;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.VersionCondition;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The line of an app release's answer that says what the update is and how to present it. */
sealed interface UpdateLine {

    static UpdateLine of(JsonNode release, AppReleaseFormat format) {
        return switch (format.updateLineForm) {
            case VERSION_1 -> new Version1(Details.of(release), Json.isTrue(release, "oldVersionSpecialCases"));
            case DISPLAY_VERSION -> DisplayVersion.of(release, format);
            case CONDITIONAL -> Conditional.of(release);
        };
    }

    /**
     * Writes the line.
     *
     * @param versions looks up a version field for the request, null where there is none
     */
    void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions);

    /** Looks up a version field of the release for a request. */
    @FunctionalInterface
    interface VersionLookup {
        @Nullable
        String get(String field);
    }

    private static String localize(String text, String locale) {
        return text.replace("%LOCALE%", locale).replace("%locale%", locale);
    }

    /** Pages about the update. */
    record Details(@Nullable String detailsUrl, @Nullable String licenseUrl) {
        static Details of(JsonNode release) {
            return new Details(Json.text(release, "detailsUrl"), Json.text(release, "licenseUrl"));
        }

        void write(XmlAnswer xml, String locale) {
            if (detailsUrl != null) {
                xml.attribute("detailsURL", localize(detailsUrl, locale));
            }
            if (licenseUrl != null) {
                xml.attribute("licenseURL", localize(licenseUrl, locale));
            }
        }
    }

    /**
     * Firefox 1.5 to 3.6.
     *
     * @param oldVersionSpecialCases whether old clients are told their own version, so that they do not ask about the
     *     compatibility of add-ons
     */
    record Version1(Details details, boolean oldVersionSpecialCases) implements UpdateLine {
        private enum Client {
            /** 2.0 and 3.0: must see their own version, and none for extensions. */
            FROM_2_0,
            /** 3.5: must see no version for extensions. */
            FROM_3_5,
            /** 3.6: must see its own version for extensions. */
            FROM_3_6,
            OTHER;

            static Client of(String requestVersion) {
                var version = VersionScheme.parseMozilla(requestVersion);
                if (isIn(version, "2.0", "3.5")) {
                    return FROM_2_0;
                }
                if (isIn(version, "3.5", "3.6")) {
                    return FROM_3_5;
                }
                return isIn(version, "3.6", "4.0") ? FROM_3_6 : OTHER;
            }

            private static boolean isIn(MozillaVersion version, String from, String below) {
                return MozillaVersion.compare(version, VersionScheme.parseMozilla(from)) >= 0
                        && MozillaVersion.compare(version, VersionScheme.parseMozilla(below)) < 0;
            }
        }

        @Override
        public void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions) {
            UpdateRequest request = offer.request();
            String locale = String.valueOf(request.locale());
            String buildId = platforms.buildId(request.buildTarget(), locale);
            Client client = oldVersionSpecialCases ? Client.of(request.version()) : Client.OTHER;
            xml.line("    <update").attribute("type", offer.updateType());
            xml.attribute("version", client == Client.FROM_2_0 ? request.version() : versions.get("appv"));
            switch (client) {
                case FROM_2_0, FROM_3_5 -> {}
                case FROM_3_6 -> xml.attribute("extensionVersion", request.version());
                case OTHER -> xml.attribute("extensionVersion", versions.get("extv"));
            }
            xml.attribute("buildID", buildId);
            details.write(xml, locale);
            xml.append(">");
        }
    }

    /** From Firefox 4 on. */
    record DisplayVersion(Details details, List<Map.Entry<String, String>> attributes) implements UpdateLine {
        static DisplayVersion of(JsonNode release, AppReleaseFormat format) {
            List<Map.Entry<String, String>> attributes = new ArrayList<>();
            for (String name : format.optionalAttributes()) {
                String value = Json.text(release, name);
                if (value != null) {
                    attributes.add(Map.entry(name, value));
                }
            }
            return new DisplayVersion(Details.of(release), List.copyOf(attributes));
        }

        @Override
        public void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions) {
            UpdateRequest request = offer.request();
            String locale = String.valueOf(request.locale());
            String buildId = platforms.buildId(request.buildTarget(), locale);
            xml.line("    <update")
                    .attribute("type", offer.updateType())
                    .attribute("displayVersion", versions.get("displayVersion"))
                    .attribute("appVersion", versions.get("appVersion"))
                    .attribute("platformVersion", versions.get("platformVersion"))
                    .attribute("buildID", buildId);
            details.write(xml, locale);
            if (platforms.getBuild(request.buildTarget(), locale).osUpdate()) {
                xml.attribute("isOSUpdate", "true");
            }
            for (Map.Entry<String, String> attribute : attributes) {
                boolean localized = AppReleaseFormat.LOCALIZED.contains(attribute.getKey());
                xml.attribute(
                        attribute.getKey(), localized ? localize(attribute.getValue(), locale) : attribute.getValue());
            }
            xml.append(">");
        }
    }

    /** From Firefox 51 on: groups of attributes, each for certain requests. */
    record Conditional(List<Group> groups) implements UpdateLine {
        static Conditional of(JsonNode release) {
            List<Group> groups = new ArrayList<>();
            release.path("updateLine").forEach(group -> groups.add(Group.of(group)));
            return new Conditional(List.copyOf(groups));
        }

        @Override
        public void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions) {
            UpdateRequest request = offer.request();
            String locale = String.valueOf(request.locale());
            TreeMap<String, @Nullable String> attributes = new TreeMap<>();
            attributes.put("appVersion", versions.get("appVersion"));
            attributes.put("displayVersion", versions.get("displayVersion"));
            attributes.put("buildID", platforms.buildId(request.buildTarget(), locale));
            attributes.put("type", offer.updateType());
            for (Group group : groups) {
                if (group.appliesTo(request)) {
                    attributes.putAll(group.fields);
                }
            }
            xml.line("    <update");
            attributes.forEach((name, value) -> xml.attribute(
                    name,
                    value != null && AppReleaseFormat.LOCALIZED.contains(name) ? localize(value, locale) : value));
            xml.append(">");
        }
    }

    /** Attributes for the requests that satisfy all of the conditions. */
    record Group(List<Predicate<UpdateRequest>> conditions, Map<String, String> fields) {
        static Group of(JsonNode group) {
            List<Predicate<UpdateRequest>> conditions = new ArrayList<>();
            group.path("for").forEachEntry((name, values) -> conditions.add(condition(name, Json.texts(values))));
            return new Group(List.copyOf(conditions), Json.textByKey(group.path("fields")));
        }

        boolean appliesTo(UpdateRequest request) {
            boolean all = true;
            for (Predicate<UpdateRequest> condition : conditions) {
                // Every condition is asked: a wrong version counts even where another condition does not hold.
                all &= condition.test(request);
            }
            return all;
        }

        private static Predicate<UpdateRequest> condition(String name, List<String> values) {
            return switch (name) {
                case "channels" -> {
                    List<ChannelPattern> patterns =
                            values.stream().map(ChannelPattern::parse).toList();
                    yield request -> patterns.stream().anyMatch(pattern -> pattern.matches(request));
                }
                case "locales" -> {
                    Set<String> locales = Set.copyOf(values.stream().distinct().toList());
                    yield request -> locales.contains(String.valueOf(request.locale()));
                }
                case "versions" -> {
                    List<VersionCondition> versions =
                            values.stream().map(VersionCondition::parse).toList();
                    yield request -> {
                        var version = VersionScheme.parseMozilla(request.version());
                        return versions.stream().anyMatch(wanted -> wanted.matches(version));
                    };
                }
                case "buildIDs" -> {
                    List<BuildIdCondition> builds =
                            values.stream().map(BuildIdCondition::parse).toList();
                    yield request ->
                            builds.stream().anyMatch(build -> build.matches(String.valueOf(request.buildId())));
                }
                default -> request -> false;
            };
        }
    }
}
