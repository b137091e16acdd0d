// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What a value of the contract may be. */
public final class ValueSchema {
    private final JsonNode document;
    private final Schema compiled;

    /**
     * A schema.
     *
     * @param document its text, without references
     * @param compiled the same, ready to be asked
     */
    ValueSchema(JsonNode document, Schema compiled) {
        this.document = document;
        this.compiled = compiled;
    }

    /** The schema itself, as JSON Schema without references; must not be changed. */
    public JsonNode document() {
        return document;
    }

    /** What is wrong with a value, a line for each; empty when nothing is. */
    public List<String> check(JsonNode value) {
        List<Error> errors =
                compiled.validate(value, context -> context.executionConfig(config -> config.readOnly(Boolean.TRUE)));
        return errors.stream().map(ValidationMessage::about).distinct().toList();
    }

    /** Whether the schema names a type, such as {@code integer}, among those that are allowed. */
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
