// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules. Each method throws {@link ClientException} when it can't do what it says. */
public final class Rules {
    private static final String RULES = "rules";

    private final Transport transport;

    Rules(Transport transport) {
        this.transport = transport;
    }

    /** All rules, in ascending order of priority. */
    public List<Rule> list() {
        return list(null);
    }

    /**
     * The rules for a product, in ascending order of priority.
     *
     * @param product null for those of all products
     */
    public List<Rule> list(@Nullable String product) {
        Call call = Call.get(RULES).with("product", product);
        return Fields.list(transport.send(call).body().path(RULES), Rule::of);
    }

    /** The rule with this number or alias. */
    public Rule get(String idOrAlias) {
        return Rule.of(transport.send(Call.get(RULES, idOrAlias)).body());
    }

    /**
     * Makes a rule. The server wants at least its mapping, priority, background rate and update type.
     *
     * @return its number
     */
    public long create(RuleFields fields) {
        return transport.send(Call.post(fields.toJson(), RULES)).body().asLong(0);
    }

    /**
     * Sets fields of a rule. When somebody changes the rule at the same time, but not in these fields, it is done all
     * the same.
     *
     * @return the rule's new data version
     */
    public long update(String idOrAlias, RuleFields fields) {
        return OptimisticUpdate.run(new Update(idOrAlias, fields), transport.settings());
    }

    /**
     * Sets fields of a rule as it was at a data version.
     *
     * @return the rule's new data version
     */
    public long update(String idOrAlias, RuleFields fields, long dataVersion) {
        ObjectNode body = fields.toJson().put("data_version", dataVersion);
        JsonNode answer = transport.send(Call.post(body, RULES, idOrAlias)).body();
        return Fields.number(answer, "new_data_version");
    }

    /** Deletes a rule as it is now. */
    public void delete(String idOrAlias) {
        Deletion.run(() -> get(idOrAlias), rule -> delete(idOrAlias, rule.dataVersion()), transport.settings());
    }

    /** Deletes a rule as it was at a data version. */
    public void delete(String idOrAlias, long dataVersion) {
        transport.send(Call.delete(RULES, idOrAlias).with("data_version", dataVersion));
    }

    /**
     * What the rule once was, the latest first.
     *
     * @param page which part of the history, the first being 1
     * @param limit how many on a page
     */
    public List<RuleRevision> revisions(long id, int page, int limit) {
        Call call = Call.get(RULES, id, "revisions").with("page", page).with("limit", limit);
        return Fields.list(transport.send(call).body().path(RULES), Rules::revision);
    }

    /** Makes the rule again what a change once made of it. */
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
