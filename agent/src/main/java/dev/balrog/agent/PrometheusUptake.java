// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Queries uptakes from a Prometheus server. */
public final class PrometheusUptake implements UptakeSource {
    private final String root;
    private final String query;
    private final JsonOverHttp http;

    /**
     * Creates a source of uptakes.
     *
     * @param root base URL of the server, such as {@code http://prometheus:9090}
     * @param query PromQL query for one number, with the placeholders {@code {product}} and
     *     {@code {channel}} within the quotes of label values, such as
     *     {@code sum(clients{product="{product}",channel="{channel}"})}
     * @param timeout timeout of a request
     */
    public PrometheusUptake(URI root, String query, Duration timeout) {
        this.root = root.toString().replaceFirst("/+$", "");
        this.query = query;
        this.http = new JsonOverHttp(timeout);
    }

    @Override
    public OptionalDouble uptake(String product, String channel) throws UptakeException {
        String asked = query.replace("{product}", quoted(product)).replace("{channel}", quoted(channel));
        URI url = URI.create(root + "/api/v1/query?query=" + JsonOverHttp.encoded(asked));
        JsonNode data = http.get(url).path("data");
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asString("")) {
            case "scalar" -> number(result, asked);
            case "vector" ->
                switch (result.size()) {
                    case 0 -> OptionalDouble.empty();
                    case 1 -> number(result.path(0).path("value"), asked);
                    default ->
                        throw new UptakeException("Prometheus has " + result.size() + " values for " + asked
                                + ": the query must return one, such as their sum");
                };
            default -> throw new UptakeException("Prometheus's response to " + asked + " is neither vector nor scalar");
        };
    }

    /** Escapes a string for a quoted label value. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Returns the value of a sample, which is the second element after the timestamp. */
    private static OptionalDouble number(JsonNode sample, String asked) throws UptakeException {
        String text = sample.path(1).asString("");
        try {
            double value = Double.parseDouble(text);
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        } catch (NumberFormatException e) {
            throw new UptakeException("Prometheus's response to " + asked + " is not a number: '" + text + "'", e);
        }
    }
}
