// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.BadDataException;
import dev.balrog.core.JsonPointers;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Requests in the form of an expectation: a URL, or fields with one value or several each, of which
 * each combination is a request. Fields have the names of the columns of rules; absent ones have
 * the value of a common client.
 */
final class RequestPattern {
    private static final Pattern VALUE = Pattern.compile("[^/\\p{Cntrl}]{1,200}");
    private static final Pattern FIRST_NUMBER = Pattern.compile("([0-9]{1,4})(?![0-9]).*");
    private static final Map<String, Condition> FIELDS = fields();
    private static final Set<Condition> REQUIRED = EnumSet.of(Condition.PRODUCT, Condition.CHANNEL, Condition.VERSION);
    private static final Set<String> FLAGS = Set.of("true", "false");

    private final JsonMembers members;
    private final Format format;

    private RequestPattern(JsonMembers members, Format format) {
        this.members = members;
        this.format = format;
    }

    private static Map<String, Condition> fields() {
        Map<String, Condition> fields = new LinkedHashMap<>();
        for (Condition condition : Condition.values()) {
            fields.put(condition.column(), condition);
        }
        return fields;
    }

    /**
     * Returns the requests.
     *
     * @param pointer location of the pattern
     * @throws InvalidExpectationException where it is none, or stands for too many requests
     */
    static List<SampleRequest> expand(String pointer, JsonNode json) throws InvalidExpectationException {
        if (json.has("url")) {
            return List.of(ofUrl(JsonMembers.of(pointer, json, Set.of("url"))));
        }
        Set<String> known = new TreeSet<>(FIELDS.keySet());
        known.addAll(Set.of("pin", "format", "url"));
        JsonMembers members = JsonMembers.of(pointer, json, known);
        return new RequestPattern(members, format(members)).expand();
    }

    private static SampleRequest ofUrl(JsonMembers members) throws InvalidExpectationException {
        try {
            UpdateTarget target = UpdateTarget.parse(members.text("url"));
            return new SampleRequest(target.format(), target.request(), 1);
        } catch (BadDataException invalid) {
            throw members.invalid("url", String.valueOf(invalid.getMessage()));
        }
    }

    private static Format format(JsonMembers members) throws InvalidExpectationException {
        if (!members.has("format")) {
            return Format.XML;
        }
        return switch (members.text("format")) {
            case "xml" -> Format.XML;
            case "json" -> Format.JSON;
            default -> throw members.invalid("format", "format is neither xml nor json");
        };
    }

    private List<SampleRequest> expand() throws InvalidExpectationException {
        EnumMap<Condition, List<String>> values = new EnumMap<>(Condition.class);
        long number = 1;
        for (Map.Entry<String, Condition> field : FIELDS.entrySet()) {
            Condition condition = field.getValue();
            if (members.has(field.getKey())) {
                if (format == Format.JSON && !condition.isSentForJson()) {
                    throw members.invalid(field.getKey(), "requests for JSON have no " + field.getKey());
                }
                List<String> ofField = values(field.getKey(), condition);
                values.put(condition, ofField);
                number *= ofField.size();
                if (number > Expectation.MAX_REQUESTS) {
                    throw new InvalidExpectationException(
                            members.pointer(),
                            "these fields stand for more than " + Expectation.MAX_REQUESTS
                                    + " requests; give fewer values, or split the expectation");
                }
            } else if (REQUIRED.contains(condition)) {
                throw new InvalidExpectationException(members.pointer(), field.getKey() + " is missing");
            }
        }
        return requests(values);
    }

    private List<SampleRequest> requests(EnumMap<Condition, List<String>> values) throws InvalidExpectationException {
        List<ClientProfile> clients = List.of(ClientProfile.of("", ""));
        for (Map.Entry<Condition, List<String>> field : values.entrySet()) {
            List<ClientProfile> more = new ArrayList<>();
            for (ClientProfile client : clients) {
                for (String value : field.getValue()) {
                    more.add(with(client, field.getKey(), value, values.containsKey(Condition.OS_VERSION)));
                }
            }
            clients = more;
        }
        String pin = pin();
        List<SampleRequest> requests = new ArrayList<>();
        for (ClientProfile client : clients) {
            Optional<SampleRequest> request = (pin == null ? client : client.withPin(pin)).request(format);
            requests.add(request.orElseThrow(() -> new InvalidExpectationException(
                    members.pointer(), "no URL can carry a request with these fields")));
        }
        return requests;
    }

    private static ClientProfile with(
            ClientProfile client, Condition condition, String value, boolean hasOperatingSystem) {
        ClientProfile changed = client.with(condition, value);
        return condition == Condition.BUILD_TARGET && !hasOperatingSystem
                ? changed.with(Condition.OS_VERSION, ClientProfile.usualOperatingSystem(value))
                : changed;
    }

    private @Nullable String pin() throws InvalidExpectationException {
        if (!members.has("pin")) {
            return null;
        }
        if (format == Format.JSON) {
            throw members.invalid("pin", "requests for JSON have no pin");
        }
        return checked("pin", members.text("pin"));
    }

    private List<String> values(String field, Condition condition) throws InvalidExpectationException {
        String pointer = JsonPointers.child(members.pointer(), field);
        JsonNode given = members.json().path(field);
        List<JsonMembers.Element> elements = given.isArray()
                ? JsonMembers.elements(pointer, given)
                : List.of(new JsonMembers.Element(pointer, given));
        Set<String> values = new LinkedHashSet<>();
        for (JsonMembers.Element element : elements) {
            values.addAll(values(element, field, condition));
            if (values.size() > Expectation.MAX_REQUESTS) {
                throw members.invalid(field, field + " has more than " + Expectation.MAX_REQUESTS + " values");
            }
        }
        if (values.isEmpty()) {
            throw members.invalid(field, field + " has no value");
        }
        return List.copyOf(values);
    }

    private List<String> values(JsonMembers.Element element, String field, Condition condition)
            throws InvalidExpectationException {
        return switch (condition) {
            case VERSION ->
                element.value().isObject()
                        ? versions(JsonMembers.of(element.pointer(), element.value(), Set.of("from", "to")))
                        : List.of(checked(field, JsonMembers.text(element.pointer(), element.value())));
            case MIG64, JAWS -> {
                String flag = element.value().asString("");
                if (!FLAGS.contains(flag)) {
                    throw members.invalid(field, field + " is neither true nor false");
                }
                yield List.of(flag.equals("true") ? "1" : "0");
            }
            default -> List.of(checked(field, JsonMembers.text(element.pointer(), element.value())));
        };
    }

    private String checked(String field, String value) throws InvalidExpectationException {
        if (!VALUE.matcher(value).matches()) {
            throw members.invalid(field, field + " is not 1 to 200 characters without slashes and control characters");
        }
        return value;
    }

    /** Returns both ends of a range, and each major version in between. */
    private List<String> versions(JsonMembers range) throws InvalidExpectationException {
        String from = checked("version", range.text("from"));
        String to = checked("version", range.text("to"));
        VersionScheme scheme = scheme();
        if (scheme.compare(from, to).orElse(1) > 0) {
            throw new InvalidExpectationException(
                    range.pointer(),
                    "the range does not begin with a version below its end, or one of both is invalid");
        }
        List<String> versions = new ArrayList<>(List.of(from));
        for (int major = major(range, from); major <= major(range, to); major++) {
            String version = major + ".0";
            if (scheme.compare(from, version).orElse(1) < 0
                    && scheme.compare(version, to).orElse(1) < 0) {
                versions.add(version);
            }
        }
        versions.add(to);
        return versions;
    }

    private VersionScheme scheme() {
        JsonNode product = members.json().path(Condition.PRODUCT.column());
        return VersionScheme.of((product.isArray() ? product.path(0) : product).asString(""));
    }

    private static int major(JsonMembers range, String version) throws InvalidExpectationException {
        Matcher number = FIRST_NUMBER.matcher(version);
        if (!number.matches()) {
            throw new InvalidExpectationException(
                    range.pointer(), "'" + version + "' does not begin with a number of at most four digits");
        }
        return Integer.parseInt(number.group(1));
    }
}
