// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadReleaseException;
import dev.balrog.core.BadRuleException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.BuildIdCondition;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.VersionCondition;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Start tag of the {@code update} element in an app release's response, with the attributes that
 * describe the update and its presentation.
 */
sealed interface UpdateLine {

    static UpdateLine of(JsonNode release, AppReleaseFormat format) {
        return switch (format.updateLineForm) {
            case VERSION_1 -> new Version1(Details.of(release), Json.isTrue(release, "oldVersionSpecialCases"));
            case DISPLAY_VERSION -> DisplayVersion.of(release, format);
            case CONDITIONAL -> Conditional.of(release);
        };
    }

    /**
     * Writes the start tag.
     *
     * @param versions lookup of a version field for the request; null where there is none
     */
    void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions);

    /** Returns the request properties that the tag depends on besides build target and locale. */
    default Conditions conditions() {
        return Conditions.NONE;
    }

    /** Sample values that the conditions of an update line distinguish. */
    record Conditions(Set<String> channels, Set<String> locales, Set<String> versions, Set<String> buildIds) {
        static final Conditions NONE = new Conditions(Set.of(), Set.of(), Set.of(), Set.of());
    }

    /** Looks up a version field of the release for a request. */
    @FunctionalInterface
    interface VersionLookup {
        @Nullable
        String get(String field);
    }

    /** Returns a template with a placeholder for the locale. */
    private static Template localizable(String text) {
        return Template.of(text, "%LOCALE%");
    }

    /** Returns the template of an attribute's value; some attributes contain the locale. */
    private static Template value(String attribute, String text) {
        return AppReleaseFormat.LOCALIZED.contains(attribute) ? localizable(text) : Template.of(text);
    }

    /** URLs of pages about the update. */
    record Details(@Nullable Template detailsUrl, @Nullable Template licenseUrl) {
        static Details of(JsonNode release) {
            return new Details(url(release, "detailsUrl"), url(release, "licenseUrl"));
        }

        private static @Nullable Template url(JsonNode release, String field) {
            String url = Json.text(release, field);
            return url == null ? null : localizable(url);
        }

        void write(XmlAnswer xml, String locale) {
            if (detailsUrl != null) {
                xml.attribute("detailsURL", detailsUrl.fill(locale));
            }
            if (licenseUrl != null) {
                xml.attribute("licenseURL", licenseUrl.fill(locale));
            }
        }
    }

    /**
     * Update line of Firefox 1.5 to 3.6.
     *
     * @param oldVersionSpecialCases whether old clients are sent their own version, so that they do
     *     not prompt about the compatibility of add-ons
     */
    record Version1(Details details, boolean oldVersionSpecialCases) implements UpdateLine {
        private enum Client {
            /** Firefox 2.0 and 3.0: requires its own version, and no extension version. */
            FROM_2_0,
            /** Firefox 3.5: requires that there is no extension version. */
            FROM_3_5,
            /** Firefox 3.6: requires its own version as the extension version. */
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
        public Conditions conditions() {
            return oldVersionSpecialCases
                    ? new Conditions(Set.of(), Set.of(), Set.of("2.0", "3.5", "3.6"), Set.of())
                    : Conditions.NONE;
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

    /** Update line of Firefox 4 and later. */
    record DisplayVersion(Details details, List<Map.Entry<String, Template>> attributes) implements UpdateLine {
        static DisplayVersion of(JsonNode release, AppReleaseFormat format) {
            List<Map.Entry<String, Template>> attributes = new ArrayList<>();
            for (String name : format.optionalAttributes()) {
                String value = Json.text(release, name);
                if (value != null) {
                    attributes.add(Map.entry(name, UpdateLine.value(name, value)));
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
            for (Map.Entry<String, Template> attribute : attributes) {
                xml.attribute(attribute.getKey(), attribute.getValue().fill(locale));
            }
            xml.append(">");
        }
    }

    /**
     * Update line of Firefox 51 and later: groups of attributes, each for certain requests.
     *
     * @param attributes all possible attributes, in the order of the response
     */
    record Conditional(List<Group> groups, List<Attribute> attributes) implements UpdateLine {
        private static final Set<String> ALWAYS = Set.of("appVersion", "buildID", "displayVersion", "type");

        static Conditional of(JsonNode release) {
            List<Group> groups = new ArrayList<>();
            release.path("updateLine").forEach(group -> groups.add(Group.of(group)));
            TreeSet<String> names = new TreeSet<>(ALWAYS);
            groups.forEach(group -> names.addAll(group.fields.keySet()));
            return new Conditional(
                    List.copyOf(groups),
                    names.stream().map(name -> Attribute.of(name, groups)).toList());
        }

        @Override
        public Conditions conditions() {
            return new Conditions(samples("channels"), samples("locales"), samples("versions"), samples("buildIDs"));
        }

        private Set<String> samples(String condition) {
            return groups.stream()
                    .flatMap(group -> group.operands.getOrDefault(condition, List.of()).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public void write(XmlAnswer xml, Offer offer, Platforms platforms, VersionLookup versions) {
            UpdateRequest request = offer.request();
            String locale = String.valueOf(request.locale());
            String buildId = platforms.buildId(request.buildTarget(), locale);
            boolean[] applying = new boolean[groups.size()];
            for (int i = 0; i < applying.length; i++) {
                applying[i] = groups.get(i).appliesTo(request);
            }
            xml.line("    <update");
            for (Attribute attribute : attributes) {
                Template value = attribute.value(applying);
                if (value != null) {
                    xml.checkedAttribute(attribute.name, value.fill(locale));
                } else {
                    switch (attribute.name) {
                        case "appVersion", "displayVersion" ->
                            xml.attribute(attribute.name, versions.get(attribute.name));
                        case "buildID" -> xml.attribute(attribute.name, buildId);
                        case "type" -> xml.attribute(attribute.name, offer.updateType());
                        default -> {}
                    }
                }
            }
            xml.append(">");
        }
    }

    /**
     * Attribute of the update line.
     *
     * @param values value in each of the groups, empty where there is none; the last group that
     *     applies takes precedence
     */
    record Attribute(String name, List<Optional<Template>> values) {
        static Attribute of(String name, List<Group> groups) {
            return new Attribute(
                    name,
                    groups.stream()
                            .map(group -> Optional.ofNullable(group.fields.get(name))
                                    .map(text -> UpdateLine.value(name, text)))
                            .toList());
        }

        @Nullable
        Template value(boolean[] applying) {
            for (int i = applying.length - 1; i >= 0; i--) {
                if (applying[i] && values.get(i).isPresent()) {
                    return values.get(i).get();
                }
            }
            return null;
        }
    }

    /**
     * Attributes for the requests that satisfy all of the conditions.
     *
     * @param operands values that the conditions compare with, by name of the condition
     */
    record Group(
            List<Predicate<UpdateRequest>> conditions, Map<String, List<String>> operands, Map<String, String> fields) {
        /** Operator before a value, or asterisk after it. */
        private static final Pattern OPERATOR = Pattern.compile("^[<>]=?|[.]?\\*$");

        static Group of(JsonNode group) {
            List<Predicate<UpdateRequest>> conditions = new ArrayList<>();
            Map<String, List<String>> operands = new HashMap<>();
            group.path("for").forEachEntry((name, values) -> {
                List<String> texts = Json.texts(values);
                conditions.add(condition(name, texts));
                operands.put(name, operands(texts));
            });
            return new Group(List.copyOf(conditions), Map.copyOf(operands), Json.textByKey(group.path("fields")));
        }

        private static List<String> operands(List<String> values) {
            return values.stream()
                    .flatMap(value -> Arrays.stream(value.split(",", -1)))
                    .map(value -> OPERATOR.matcher(value).replaceAll(""))
                    .filter(value -> !value.isEmpty())
                    .toList();
        }

        boolean appliesTo(UpdateRequest request) {
            boolean all = true;
            for (Predicate<UpdateRequest> condition : conditions) {
                // No short-circuit: a bad version is an error even if another condition is false.
                all &= condition.test(request);
            }
            return all;
        }

        private static boolean matchesAny(List<VersionCondition> conditions, MozillaVersion version) {
            try {
                return conditions.stream().anyMatch(condition -> condition.matches(version));
            } catch (BadRuleException e) {
                // Here the condition belongs to the release, not to a rule.
                throw new BadReleaseException(String.valueOf(e.getMessage()));
            }
        }

        private static Predicate<UpdateRequest> condition(String name, List<String> values) {
            return switch (name) {
                case "channels" -> {
                    List<ChannelPattern> patterns =
                            values.stream().map(ChannelPattern::parse).toList();
                    yield request ->
                            patterns.stream().anyMatch(pattern -> pattern.matchesWithFallback(request.channel()));
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
                        return matchesAny(versions, version);
                    };
                }
                case "buildIDs" -> {
                    List<BuildIdCondition> builds =
                            values.stream().map(BuildIdCondition::parse).toList();
                    yield request ->
                            builds.stream().anyMatch(build -> build.accepts(String.valueOf(request.buildId())));
                }
                default -> request -> false;
            };
        }
    }
}
