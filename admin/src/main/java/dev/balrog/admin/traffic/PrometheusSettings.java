// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Prometheus server that has the metrics of the public apps.
 *
 * @param url base URL, without a slash at its end
 * @param labels labels that tell the public apps of this environment from others; their values by
 *     their names
 */
public record PrometheusSettings(URI url, Map<String, String> labels) {
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if the URL is none of HTTP or HTTPS, or has a user, which
     *     would be a secret in listings of processes, a query or a fragment; or if a name is none
     *     of a label
     */
    public PrometheusSettings {
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw new IllegalArgumentException("expected a URL such as http://prometheus:9090");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL must not have a user, a query or a fragment");
        }
        url = URI.create(url.toString().replaceFirst("/+$", ""));
        labels = Map.copyOf(labels);
        labels.keySet().forEach(name -> {
            if (!LABEL.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a label");
            }
        });
    }

    /** Returns the matchers of the labels in PromQL, with braces. */
    String selector() {
        StringBuilder matchers = new StringBuilder("{");
        new TreeMap<>(labels).forEach((name, value) -> {
            matchers.append(matchers.length() == 1 ? "" : ",");
            matchers.append(name).append("=\"").append(escaped(value)).append('"');
        });
        return matchers.append('}').toString();
    }

    /** Returns the content of a string literal in PromQL. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
