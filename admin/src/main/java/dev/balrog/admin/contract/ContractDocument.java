// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** OpenAPI document of the admin API. */
public final class ContractDocument {
    private static final String NAME = "openapi.yaml";
    private static final String REFERENCE = "$ref";

    private final byte[] yaml;
    private final JsonNode root;

    private ContractDocument(byte[] yaml, JsonNode root) {
        this.yaml = yaml;
        this.root = root;
    }

    /** Reads the document that is bundled with this module. */
    static ContractDocument read() {
        try (InputStream in = Objects.requireNonNull(ContractDocument.class.getResourceAsStream(NAME), NAME)) {
            byte[] yaml = in.readAllBytes();
            return new ContractDocument(yaml, new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the document as YAML, as it was written. */
    public byte[] yaml() {
        return yaml.clone();
    }

    /** Returns the document as JSON. */
    public byte[] json() {
        return new JsonMapper().writeValueAsBytes(root);
    }

    /** Returns the path items by path. */
    Iterable<Map.Entry<String, JsonNode>> paths() {
        return root.path("paths").properties();
    }

    /** Returns the target of a reference, or the node itself if it is not a reference. */
    JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path(REFERENCE);
        return reference.isString() ? resolve(target(reference.asString())) : node;
    }

    /**
     * Returns a copy of a node with its references resolved.
     *
     * <p>Only for nodes without recursive references: bodies and parameters. Siblings of a
     * reference are annotations, so they are omitted.
     */
    JsonNode withoutReferences(JsonNode node) {
        JsonNode resolved = resolve(node);
        return switch (resolved) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(member -> copy.set(member.getKey(), withoutReferences(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(withoutReferences(element)));
                yield copy;
            }
            default -> resolved;
        };
    }

    private JsonNode target(String reference) {
        JsonNode target = root.at(reference.substring(1));
        if (!reference.startsWith("#/") || target.isMissingNode()) {
            throw new IllegalArgumentException(NAME + " refers to " + reference + ", which it does not have.");
        }
        return target;
    }
}
