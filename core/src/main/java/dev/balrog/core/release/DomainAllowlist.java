// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * The hosts that updates may come from, each for certain products, on the whole host or on some paths only.
 *
 * <p>The last line of defence: whatever a release says, no client is ever sent to another host.
 */
public final class DomainAllowlist {
    private static final String AFTER_SCHEME = "://";

    private final Map<String, Host> hosts;

    private DomainAllowlist(Map<String, Host> hosts) {
        this.hosts = Map.copyOf(hosts);
    }

    /**
     * Reads an allow-list: an object of host names, each with an array of products, or with an object of patterns for
     * the whole path, each with an array of products. Of several patterns that match, the first decides.
     *
     * @throws IllegalArgumentException when the list is of another form
     */
    public static DomainAllowlist of(JsonNode list) {
        if (!list.isObject()) {
            throw new IllegalArgumentException("expected an object of host names, found " + list.getNodeType());
        }
        return new DomainAllowlist(new LinkedHashMap<>(toHosts(list)));
    }

    private static Map<String, Host> toHosts(JsonNode list) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        list.forEachEntry((name, value) -> hosts.put(name, Host.of(name, value)));
        return hosts;
    }

    /** Whether the product's updates may come from the URL. */
    public boolean allows(String url, String product) {
        int schemeEnd = schemeEnd(url);
        if (schemeEnd == 0 || !url.startsWith(AFTER_SCHEME, schemeEnd)) {
            return false;
        }
        int authority = schemeEnd + AFTER_SCHEME.length();
        int path = indexOfAny(url, authority, '/', '?', '#');
        Host host = hosts.get(url.substring(authority, path));
        return host != null && host.allows(url, path, product);
    }

    /**
     * Where the scheme at the beginning ends; 0 where there is none. To look for the authority anywhere further on would
     * find another one than clients do: theirs is {@code evil.example} in {@code https:evil.example/://host/}.
     */
    private static int schemeEnd(String url) {
        int end = 0;
        while (end < url.length() && isOfScheme(url.charAt(end), end == 0)) {
            end++;
        }
        return end;
    }

    private static boolean isOfScheme(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'));
    }

    /** Where the first of the characters is; the length of the text when there is none. */
    private static int indexOfAny(String text, int from, char... characters) {
        int first = text.length();
        for (char character : characters) {
            int index = text.indexOf(character, from, first);
            if (index >= 0) {
                first = index;
            }
        }
        return first;
    }

    private sealed interface Host {
        static Host of(String name, JsonNode value) {
            if (value.isArray()) {
                return new WholeHost(products(value));
            }
            if (!value.isObject()) {
                throw new IllegalArgumentException(
                        name + ": expected an array of products, or an object of path patterns");
            }
            Map<Pattern, Set<String>> paths = new LinkedHashMap<>();
            value.forEachEntry((path, products) -> paths.put(pattern(name, path), products(products)));
            return new SomePaths(paths);
        }

        /** Whether the product's updates may come from a URL on this host whose path begins at an index. */
        boolean allows(String url, int path, String product);

        private static Set<String> products(JsonNode products) {
            return Set.copyOf(
                    List.copyOf(Json.texts(products)).stream().distinct().toList());
        }

        private static Pattern pattern(String name, String path) {
            try {
                return Pattern.compile(path, Pattern.UNICODE_CHARACTER_CLASS);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(name + ": " + path + " is no regular expression", e);
            }
        }
    }

    private record WholeHost(Set<String> products) implements Host {
        @Override
        public boolean allows(String url, int path, String product) {
            return products.contains(product);
        }
    }

    private record SomePaths(Map<Pattern, Set<String>> productsByPath) implements Host {
        @Override
        public boolean allows(String url, int pathStart, String product) {
            String path = path(url, pathStart);
            for (Map.Entry<Pattern, Set<String>> entry : productsByPath.entrySet()) {
                if (entry.getKey().matcher(path).matches()) {
                    return entry.getValue().contains(product);
                }
            }
            return false;
        }

        private static String path(String url, int start) {
            int end = indexOfAny(url, start, '?', '#');
            // Parameters of the last segment do not belong to the path.
            int parameters = url.indexOf(';', Math.max(start, url.lastIndexOf('/', end)));
            return url.substring(start, parameters >= 0 && parameters < end ? parameters : end);
        }
    }
}
