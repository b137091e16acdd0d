// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** JSON Schema of a value in the contract. */
public final class ValueSchema {
    private final JsonNode document;
    private final Schema compiled;

    /**
     * Creates a schema.
     *
     * @param document JSON Schema without references
     * @param compiled compiled form of the same schema
     */
    ValueSchema(JsonNode document, Schema compiled) {
        this.document = document;
        this.compiled = compiled;
    }

    /** Returns the JSON Schema without references; must not be modified. */
    public JsonNode document() {
        return document;
    }

    /** Returns the violations of a value, one message each; empty if the value is valid. */
    public List<String> check(JsonNode value) {
        List<Error> errors =
                compiled.validate(value, context -> context.executionConfig(config -> config.readOnly(Boolean.TRUE)));
        return errors.stream().map(ValidationMessage::about).distinct().toList();
    }

    /** Returns whether the schema allows a type, such as {@code integer}. */
    boolean allows(String type) {
        JsonNode types = document.path("type");
        return types.isArray()
                ? StreamSupport.stream(types.spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.toSet())
                        .contains(type)
                : types.asString("").equals(type);
    }
}
