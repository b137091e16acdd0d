// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import dev.balrog.client.transport.Fields;
import tools.jackson.databind.JsonNode;

/**
 * Rule as the server has it. A null condition matches all clients.
 *
 * @param id the ID
 * @param fields the values of all settable fields
 * @param dataVersion the data version, starting at 1
 */
public record Rule(long id, RuleFields fields, long dataVersion) {

    /** Reads a rule from a response of the API. */
    static Rule of(JsonNode node) {
        return new Rule(Fields.number(node, "rule_id"), RuleFields.of(node), Fields.number(node, "data_version"));
    }
}
