// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads uptakes from the JSON responses of any HTTP server. */
public final class JsonUptake implements UptakeSource {
    private final String url;
    private final JsonPointer pointer;
    private final JsonOverHttp http;

    /**
     * Creates a source of uptakes.
     *
     * @param url URL with the placeholders {@code {product}} and {@code {channel}}
     * @param pointer JSON pointer (RFC 6901) to the number in the response, such as
     *     {@code /data/uptake}
     * @param timeout timeout of a request
     * @throws IllegalArgumentException if the URL or the pointer is malformed
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
            throw new UptakeException("The value of " + asked + " at " + pointer + " is not a number");
        }
        return OptionalDouble.of(number.doubleValue());
    }

    private URI filledIn(String product, String channel) {
        return URI.create(url.replace("{product}", JsonOverHttp.encoded(product))
                .replace("{channel}", JsonOverHttp.encoded(channel)));
    }
}
