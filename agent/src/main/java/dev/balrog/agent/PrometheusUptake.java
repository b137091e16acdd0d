// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Asks a Prometheus server. */
public final class PrometheusUptake implements UptakeSource {
    private final String root;
    private final String query;
    private final JsonOverHttp http;

    /**
     * A source of uptakes.
     *
     * @param root what the server's URLs begin with, such as {@code http://prometheus:9090}
     * @param query a PromQL query for one number, in which {@code {product}} and {@code {channel}} stand for the two
     *     within a label's quotes, such as {@code sum(clients{product="{product}",channel="{channel}"})}
     * @param timeout how long an answer may take
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
                        throw new UptakeException("Prometheus has " + result.size() + " numbers for " + asked
                                + ": let the query give one, such as their sum");
                };
            default -> throw new UptakeException("Prometheus's answer to " + asked + " is neither vector nor scalar");
        };
    }

    /** As text within a label's quotes. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The second of a time and a value. */
    private static OptionalDouble number(JsonNode sample, String asked) throws UptakeException {
        String text = sample.path(1).asString("");
        try {
            double value = Double.parseDouble(text);
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        } catch (NumberFormatException e) {
            throw new UptakeException("Prometheus's answer to " + asked + " is no number: '" + text + "'", e);
        }
    }
}
