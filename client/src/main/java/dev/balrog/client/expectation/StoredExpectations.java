// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.expectation;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * API of the expectations in the database. Each method throws {@link
 * dev.balrog.client.error.ClientException} if it fails.
 */
public final class StoredExpectations {
    private static final String EXPECTATIONS = "expectations";

    private final Transport transport;

    public StoredExpectations(Transport transport) {
        this.transport = transport;
    }

    /** Returns all expectations, by name. */
    public List<StoredExpectation> list() {
        return Fields.list(
                transport.send(Call.get("v2", EXPECTATIONS)).body().path(EXPECTATIONS), StoredExpectation::of);
    }

    /** Stores a new expectation. */
    public void create(JsonNode expectation) {
        put(Fields.object(), expectation);
    }

    /**
     * Replaces an expectation.
     *
     * @param replaced the expectation that was read
     */
    public void replace(StoredExpectation replaced, JsonNode expectation) {
        put(Fields.object().put("old_data_version", replaced.dataVersion()), expectation);
    }

    private void put(ObjectNode body, JsonNode expectation) {
        body.set("expectation", expectation);
        transport.send(Call.put(body, "v2", EXPECTATIONS, Fields.text(expectation, "name")));
    }

    /** Deletes an expectation that was read. */
    public void delete(StoredExpectation expectation) {
        transport.send(
                Call.delete("v2", EXPECTATIONS, expectation.name()).with("data_version", expectation.dataVersion()));
    }
}
