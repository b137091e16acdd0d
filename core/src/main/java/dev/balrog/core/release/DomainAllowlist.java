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
 * Allow-list of the hosts that updates may come from, each for certain products, on the whole host
 * or on some paths only.
 *
 * <p>The list is also applied when a request is served: whatever a release says, no client is ever
 * sent to another host.
 */
public final class DomainAllowlist {
    private final Map<String, Host> hosts;
    private final boolean acceptsFtp;

    private DomainAllowlist(Map<String, Host> hosts, boolean acceptsFtp) {
        this.hosts = Map.copyOf(hosts);
        this.acceptsFtp = acceptsFtp;
    }

    /**
     * Reads an allow-list: an object of host names, each with an array of products, or with an
     * object of regular expressions for the whole path, each with an array of products. The first
     * matching expression decides.
     *
     * @throws IllegalArgumentException when the list has another form
     */
    public static DomainAllowlist of(JsonNode list) {
        if (!list.isObject()) {
            throw new IllegalArgumentException("expected an object of host names, found " + list.getNodeType());
        }
        return new DomainAllowlist(toHosts(list), false);
    }

    private static Map<String, Host> toHosts(JsonNode list) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        list.forEachEntry((name, value) -> hosts.put(name, Host.of(name, value)));
        return hosts;
    }

    /**
     * Returns the same list for databases of Mozilla's Balrog, whose releases may also hold ftp
     * URLs.
     */
    public DomainAllowlist compatible() {
        return new DomainAllowlist(hosts, true);
    }

    /**
     * Returns whether the product's updates may come from the URL: all parsers read it alike, its
     * scheme is http or https, and its host and normalized path are allowed for the product.
     */
    public boolean allows(String url, String product) {
        try {
            return allows(DownloadUrl.parse(url), product);
        } catch (InvalidUrlException _) {
            return false;
        }
    }

    /** Returns whether the product's updates may come from the URL. */
    public boolean allows(DownloadUrl url, String product) {
        return allowsScheme(url) && allowsHost(url, product);
    }

    /**
     * Returns whether the product's updates may come from the host and path of the URL. The scheme
     * is ignored.
     */
    public boolean allowsHost(DownloadUrl url, String product) {
        Host host = hosts.get(url.authority());
        return host != null && host.allows(url, product);
    }

    /** Returns whether the scheme of the URL is allowed for downloads. */
    public boolean allowsScheme(DownloadUrl url) {
        return url.isHttp() || (acceptsFtp && url.scheme().equals("ftp"));
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

        /** Returns whether the product's updates may come from a URL on this host. */
        boolean allows(DownloadUrl url, String product);

        private static Set<String> products(JsonNode products) {
            return Set.copyOf(
                    List.copyOf(Json.texts(products)).stream().distinct().toList());
        }

        private static Pattern pattern(String name, String path) {
            try {
                return Pattern.compile(path, Pattern.UNICODE_CHARACTER_CLASS);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(name + ": " + path + " is not a regular expression", e);
            }
        }
    }

    private record WholeHost(Set<String> products) implements Host {
        @Override
        public boolean allows(DownloadUrl url, String product) {
            return products.contains(product);
        }
    }

    private record SomePaths(Map<Pattern, Set<String>> productsByPath) implements Host {
        @Override
        public boolean allows(DownloadUrl url, String product) {
            String path = url.path().orElse(null);
            if (path == null) {
                return false;
            }
            for (Map.Entry<Pattern, Set<String>> entry : productsByPath.entrySet()) {
                if (entry.getKey().matcher(path).matches()) {
                    return entry.getValue().contains(product);
                }
            }
            return false;
        }
    }
}
