// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.expectation;

import dev.balrog.client.transport.Fields;
import tools.jackson.databind.JsonNode;

/**
 * Expectation in the database.
 *
 * @param name its name
 * @param expectation the expectation in the form of the API
 * @param dataVersion the data version, starting at 1
 */
public record StoredExpectation(String name, JsonNode expectation, long dataVersion) {
    static StoredExpectation of(JsonNode json) {
        JsonNode expectation = json.path("expectation");
        return new StoredExpectation(
                Fields.text(expectation, "name"), expectation, Fields.number(json, "data_version"));
    }
}
