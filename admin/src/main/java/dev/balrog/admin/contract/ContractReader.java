// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Parser of the contract's operations. */
final class ContractReader {
    private static final Dialect DIALECT = Dialect.builder(
                    "https://spec.openapis.org/oas/3.1/balrog", Dialects.getDraft202012())
            .formats(Formats.all())
            // The schemas stand in "components" of the document, and the console reads "x-list".
            .keyword(new NonValidationKeyword("components"))
            .keyword(new NonValidationKeyword("x-list"))
            // A misspelled keyword would check nothing.
            .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
            .build();
    /** Path prefix of the operations that authenticate before any other check. */
    private static final String LOGIN_FIRST = "/v2/";

    private final ContractDocument document;
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            DIALECT,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build()));

    ContractReader(ContractDocument document) {
        this.document = document;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.paths()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(operation(path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()));
            }
        }
        return List.copyOf(operations);
    }

    private Operation operation(String path, String method, JsonNode node) {
        List<Parameter> parameters = new ArrayList<>();
        node.path("parameters").forEach(parameter -> parameters.add(parameter(document.resolve(parameter))));
        Set<String> integers = parameters.stream()
                .filter(parameter -> parameter.schema().allows("integer"))
                .map(Parameter::name)
                .collect(Collectors.toSet());
        JsonNode body = node.at("/requestBody/content/application~1json/schema");
        return new Operation(
                node.path("operationId").asString(),
                method,
                PathTemplate.parse(path, integers),
                parameters,
                body.isMissingNode() ? Optional.empty() : Optional.of(schema(body)),
                node.at("/requestBody/required").asBoolean(false),
                node.has("security"),
                path.startsWith(LOGIN_FIRST),
                node.path("x-statsd").asString());
    }

    private Parameter parameter(JsonNode node) {
        return new Parameter(
                node.path("name").asString(),
                Parameter.In.of(node.path("in").asString()),
                node.path("required").asBoolean(false),
                schema(node.path("schema")));
    }

    private ValueSchema schema(JsonNode node) {
        JsonNode whole = document.withoutReferences(node);
        return new ValueSchema(whole, schemas.getSchema(whole));
    }
}
