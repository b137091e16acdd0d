// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import static dev.balrog.core.rule.Condition.BUILD_ID;
import static dev.balrog.core.rule.Condition.BUILD_TARGET;
import static dev.balrog.core.rule.Condition.CHANNEL;
import static dev.balrog.core.rule.Condition.DISTRIBUTION;
import static dev.balrog.core.rule.Condition.DISTRIBUTION_VERSION;
import static dev.balrog.core.rule.Condition.HEADER_ARCHITECTURE;
import static dev.balrog.core.rule.Condition.INSTRUCTION_SET;
import static dev.balrog.core.rule.Condition.JAWS;
import static dev.balrog.core.rule.Condition.LOCALE;
import static dev.balrog.core.rule.Condition.MEMORY;
import static dev.balrog.core.rule.Condition.MIG64;
import static dev.balrog.core.rule.Condition.OS_VERSION;
import static dev.balrog.core.rule.Condition.PRODUCT;
import static dev.balrog.core.rule.Condition.VERSION;

import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Condition;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Properties of an imaginary client, as the strings that it sends.
 *
 * @param properties values by the condition that looks at them; absent where the client sends none
 * @param force side of a throttled rollout that the client prefers
 * @param pin the version that the client is pinned to; null for none
 */
public record ClientProfile(
        Map<Condition, String> properties,
        Force force,
        @Nullable String pin) {
    private static final String PPC_USER_AGENT = "Mozilla/5.0 (Macintosh; PPC Mac OS X 10.5)";

    private static final Map<Condition, String> USUAL = Map.of(
            BUILD_ID, "20000101000000",
            BUILD_TARGET, "Linux_x86_64-gcc3",
            LOCALE, "en-US",
            CHANNEL, "release",
            OS_VERSION, "Linux 6.8",
            INSTRUCTION_SET, "SSE4_2",
            MEMORY, "8192",
            DISTRIBUTION, "default",
            DISTRIBUTION_VERSION, "default");

    /** Returns a profile of a common client of a product. */
    public static ClientProfile of(String product, String version) {
        Map<Condition, String> properties = new EnumMap<>(USUAL);
        properties.put(PRODUCT, product);
        properties.put(VERSION, version);
        return new ClientProfile(properties, Force.NONE, null);
    }

    /** Returns a client that sends this value of a property. */
    public ClientProfile with(Condition property, String value) {
        Map<Condition, String> changed = new EnumMap<>(properties);
        changed.put(property, value);
        return new ClientProfile(changed, force, pin);
    }

    /** Returns the operating system of a common client with a build target. */
    public static String usualOperatingSystem(String buildTarget) {
        if (buildTarget.startsWith("WINNT")) {
            return "Windows_NT 10.0.0.0.22631.4317 (x64)";
        }
        return buildTarget.startsWith("Darwin") ? "Darwin 24.1.0" : "Linux 6.8";
    }

    /** Returns a client that does not send a property. */
    ClientProfile without(Condition property) {
        Map<Condition, String> changed = new EnumMap<>(properties);
        changed.remove(property);
        return new ClientProfile(changed, force, pin);
    }

    ClientProfile with(Force otherForce) {
        return new ClientProfile(properties, otherForce, pin);
    }

    /** Returns a client that is pinned to a version. */
    public ClientProfile withPin(String otherPin) {
        return new ClientProfile(properties, force, otherPin);
    }

    /** Returns the value of a property; empty where the client sends none. */
    String get(Condition property) {
        return properties.getOrDefault(property, "");
    }

    /**
     * Returns the request of the client, parsed from its URL as the public app does; empty where no
     * URL can carry the properties.
     */
    public Optional<SampleRequest> request(Format format) {
        List<String> segments = switch (format) {
            case XML ->
                List.of(
                        "update",
                        "6",
                        get(PRODUCT),
                        get(VERSION),
                        get(BUILD_ID),
                        get(BUILD_TARGET),
                        get(LOCALE),
                        get(CHANNEL),
                        get(OS_VERSION),
                        capabilities(),
                        get(DISTRIBUTION),
                        get(DISTRIBUTION_VERSION),
                        "update.xml");
            case JSON ->
                List.of(
                        "json",
                        "2",
                        get(PRODUCT),
                        get(VERSION),
                        get(BUILD_TARGET),
                        get(CHANNEL),
                        get(OS_VERSION),
                        "update.json");
        };
        UpdateUrl url = UpdateUrl.of(segments);
        return url == null
                ? Optional.empty()
                : Optional.of(new SampleRequest(format, url.read(segments, query(format), userAgent()), 1));
    }

    private String capabilities() {
        StringBuilder capabilities = new StringBuilder("ISET:").append(get(INSTRUCTION_SET));
        if (properties.containsKey(MEMORY)) {
            capabilities.append(",MEM:").append(get(MEMORY));
        }
        if (properties.containsKey(JAWS)) {
            capabilities.append(",JAWS:").append(get(JAWS));
        }
        return capabilities.toString();
    }

    private Map<String, String> query(Format format) {
        Map<String, String> query = new HashMap<>();
        if (force != Force.NONE) {
            query.put("force", force.queryValue());
        }
        if (format == Format.XML && properties.containsKey(MIG64)) {
            query.put("mig64", get(MIG64));
        }
        if (format == Format.XML && pin != null) {
            query.put("pin", pin);
        }
        return query;
    }

    private @Nullable String userAgent() {
        return get(HEADER_ARCHITECTURE).equals("PPC") ? PPC_USER_AGENT : null;
    }
}
