// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Deletion;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.OptimisticUpdate;
import dev.balrog.client.transport.Patch;
import dev.balrog.client.transport.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules API. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class Rules {
    private static final String RULES = "rules";

    private final Transport transport;

    public Rules(Transport transport) {
        this.transport = transport;
    }

    /** Returns all rules, in ascending order of priority. */
    public List<Rule> list() {
        return list(null);
    }

    /**
     * Returns the rules for a product, in ascending order of priority.
     *
     * @param product the product; null for all
     */
    public List<Rule> list(@Nullable String product) {
        Call call = Call.get(RULES).with("product", product);
        return Fields.list(transport.send(call).body().path(RULES), Rule::of);
    }

    /** Returns the rule with this ID or alias. */
    public Rule get(String idOrAlias) {
        return Rule.of(transport.send(Call.get(RULES, idOrAlias)).body());
    }

    /**
     * Creates a rule. The server requires at least its mapping, priority, background rate and
     * update type.
     *
     * @return the rule's ID
     */
    public long create(RuleFields fields) {
        return transport.send(Call.post(fields.toJson(), RULES)).body().asLong(0);
    }

    /**
     * Sets fields of a rule. A concurrent change of other fields does not prevent it.
     *
     * @return the rule's new data version
     */
    public long update(String idOrAlias, RuleFields fields) {
        return OptimisticUpdate.run(new Update(idOrAlias, fields), transport.settings());
    }

    /**
     * Sets fields of a rule if it still has this data version.
     *
     * @return the rule's new data version
     */
    public long update(String idOrAlias, RuleFields fields, long dataVersion) {
        ObjectNode body = fields.toJson().put("data_version", dataVersion);
        JsonNode answer = transport.send(Call.post(body, RULES, idOrAlias)).body();
        return Fields.number(answer, "new_data_version");
    }

    /** Deletes a rule in its current state. */
    public void delete(String idOrAlias) {
        Deletion.run(() -> get(idOrAlias), rule -> delete(idOrAlias, rule.dataVersion()), transport.settings());
    }

    /** Deletes a rule if it still has this data version. */
    public void delete(String idOrAlias, long dataVersion) {
        transport.send(Call.delete(RULES, idOrAlias).with("data_version", dataVersion));
    }

    /**
     * Returns revisions of a rule, latest first.
     *
     * @param page the page of the history, starting at 1
     * @param limit the number of revisions per page
     */
    public List<RuleRevision> revisions(long id, int page, int limit) {
        Call call = Call.get(RULES, id, "revisions").with("page", page).with("limit", limit);
        return Fields.list(transport.send(call).body().path(RULES), Rules::revision);
    }

    /** Reverts a rule to its state after an earlier change. */
    public void revert(long id, long changeId) {
        transport.send(Call.post(Fields.object().put("change_id", changeId), RULES, id, "revisions"));
    }

    private static RuleRevision revision(JsonNode node) {
        return new RuleRevision(
                Fields.number(node, "change_id"),
                Fields.text(node, "changed_by"),
                Instant.ofEpochMilli(Fields.number(node, "timestamp")),
                Rule.of(node));
    }

    private final class Update implements OptimisticUpdate<Rule, Long> {
        private final String idOrAlias;
        private final RuleFields fields;

        Update(String idOrAlias, RuleFields fields) {
            this.idOrAlias = idOrAlias;
            this.fields = fields;
        }

        @Override
        public Rule read() {
            return get(idOrAlias);
        }

        @Override
        public Long change(Rule rule) {
            return update(idOrAlias, fields, rule.dataVersion());
        }

        @Override
        public Optional<Long> outcome(Rule now) {
            return Patch.isIn(fields.toJson(), now.fields().toJson())
                    ? Optional.of(now.dataVersion())
                    : Optional.empty();
        }

        @Override
        public boolean stillMakesSense(Rule first, Rule now) {
            return Patch.isUntouched(
                    fields.toJson(), first.fields().toJson(), now.fields().toJson());
        }
    }
}
