// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Asks any server that answers with JSON. */
public final class JsonUptake implements UptakeSource {
    private final String url;
    private final JsonPointer pointer;
    private final JsonOverHttp http;

    /**
     * A source of uptakes.
     *
     * @param url a URL in which {@code {product}} and {@code {channel}} stand for the two
     * @param pointer a JSON pointer (RFC 6901) to the number in the answer, such as {@code /data/uptake}
     * @param timeout how long an answer may take
     * @throws IllegalArgumentException if one of them is none
     */
    public JsonUptake(String url, String pointer, Duration timeout) {
        this.url = url;
        this.pointer = JsonPointer.compile(pointer);
        this.http = new JsonOverHttp(timeout);
        filledIn("product", "channel");
    }

    @Override
    public OptionalDouble uptake(String product, String channel) throws UptakeException {
        URI asked = filledIn(product, channel);
        JsonNode number = http.get(asked).at(pointer);
        if (number.isMissingNode() || number.isNull()) {
            return OptionalDouble.empty();
        }
        if (!number.isNumber()) {
            throw new UptakeException("What " + asked + " has at " + pointer + " is no number");
        }
        return OptionalDouble.of(number.doubleValue());
    }

    private URI filledIn(String product, String channel) {
        return URI.create(url.replace("{product}", JsonOverHttp.encoded(product))
                .replace("{channel}", JsonOverHttp.encoded(channel)));
    }
}
