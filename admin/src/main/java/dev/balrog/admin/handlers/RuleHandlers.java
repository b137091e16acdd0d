// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Transaction;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.store.query.PublicQueries;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handlers of rules. */
final class RuleHandlers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final int DEFAULT_PAGE_SIZE = 10;

    private final ChangeEngine engine;
    private final PublicQueries queries;
    private final ListResponseCache lists;

    RuleHandlers(ChangeEngine engine, PublicQueries queries, ListResponseCache lists) {
        this.engine = engine;
        this.queries = queries;
        this.lists = lists;
    }

    Reply list(Call call) {
        Optional<String> timestamp = call.queried("timestamp");
        Optional<String> product = call.queried("product");
        if (timestamp.isPresent() && product.isPresent()) {
            throw Rejections.asProblemJson(
                    Rejections.bad("Cannot query with a timestamp and a product at the same time"));
        }
        return lists.reply(call, () -> {
            ArrayNode rules = timestamp.isPresent()
                    ? queries.rulesAt(call.queriedNumber("timestamp").orElseThrow())
                    : queries.rules(product.filter(text -> !text.isEmpty()).orElse(null));
            return Reply.written(json -> {
                json.writeStartObject();
                json.writeNumberProperty("count", rules.size());
                json.writeName("rules");
                json.writeTree(rules);
                json.writeEndObject();
            });
        });
    }

    Reply get(Call call) {
        return queries.rule(call.text("id_or_alias"))
                .map(rule -> Reply.json(rule)
                        .with("X-Data-Version", rule.path("data_version").asString()))
                .orElseThrow(() -> Rejections.asProblemJson(missing()));
    }

    Reply column(Call call) {
        Columns columns = new Columns(call.text("column"));
        queries.rules(null).forEach(columns::add);
        return columns.reply("Rule column was not found");
    }

    Reply revisions(Call call) {
        PublicQueries.Page page = queries.ruleRevisions(
                        call.text("rule_id"), Histories.page(call), Histories.limit(call, DEFAULT_PAGE_SIZE))
                .orElseThrow(() -> Rejections.notFound("Requested rule does not exist"));
        ObjectNode answer = NODES.objectNode().put("count", page.total());
        answer.set("rules", page.rows());
        return Reply.json(answer);
    }

    Reply create(Call call) {
        Row rule = RuleForm.read(call.body());
        return engine.write(call.requireUser(), transaction -> {
            RuleForm.requireMapping(rule);
            RuleForm.checkMappings(rule, transaction);
            if (rule.get(RULES.ALIAS) != null
                    && !transaction
                            .list(Entity.RULES, Row.of(RULES.ALIAS, rule.get(RULES.ALIAS)))
                            .isEmpty()) {
                throw Rejections.bad("Rule with alias exists.");
            }
            Row inserted = transaction.insert(Entity.RULES, rule.without(List.of(RULES.RULE_ID, DATA_VERSION)));
            return Reply.text(200, Reply.MediaType.HTML, Integer.toString(inserted.require(RULES.RULE_ID)));
        });
    }

    Reply update(Call call) {
        Row rule = RuleForm.read(call.body());
        return engine.write(call.requireUser(), transaction -> {
            Row present = require(transaction, call.text("id_or_alias"));
            RuleForm.checkMappings(rule, transaction);
            int expected = Bodies.requireInteger(call.body(), "data_version");
            Row updated = transaction.update(
                    Entity.RULES, present, rule.without(List.of(RULES.RULE_ID, DATA_VERSION)), expected);
            return Reply.json(NODES.objectNode().put("new_data_version", updated.dataVersion()));
        });
    }

    Reply delete(Call call) {
        int version = (int) call.queriedNumber("data_version").orElseThrow();
        return engine.write(call.requireUser(), transaction -> {
            transaction.delete(Entity.RULES, require(transaction, call.text("id_or_alias")), version);
            return Reply.empty(200);
        });
    }

    Reply revert(Call call) {
        return engine.write(call.requireUser(), transaction -> {
            Row present = find(transaction, call.text("rule_id")).orElseThrow(() -> Rejections.notFound("bad rule_id"));
            int changeId = Histories.changeId(call);
            Row revision = transaction
                    .historyOf(Entity.RULES, changeId)
                    .orElseThrow(() -> Histories.invalidChangeId(changeId));
            if (!revision.require(RULES.RULE_ID).equals(present.require(RULES.RULE_ID))) {
                throw Rejections.bad("Bad rule_id passed in the request");
            }
            if (revision.get(DATA_VERSION) == null) {
                // The revision records that the rule did not exist yet, or was deleted.
                throw Histories.invalidChangeId(changeId);
            }
            Row what = revision.without(List.of(CHANGE_ID, CHANGED_BY, TIMESTAMP, RULES.RULE_ID, DATA_VERSION));
            transaction.update(Entity.RULES, present, what, present.dataVersion());
            return Reply.text(200, Reply.MediaType.HTML, "Excellent!");
        });
    }

    private static Row require(Transaction transaction, String idOrAlias) {
        return find(transaction, idOrAlias).orElseThrow(RuleHandlers::missing);
    }

    private static Optional<Row> find(Transaction transaction, String idOrAlias) {
        if (ALIAS.matcher(idOrAlias).matches()) {
            return transaction.list(Entity.RULES, Row.of(RULES.ALIAS, idOrAlias)).stream()
                    .findFirst();
        }
        try {
            return transaction.find(Entity.RULES, Row.of(RULES.RULE_ID, Integer.valueOf(idOrAlias)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static ProblemException missing() {
        return Rejections.notFound("Requested rule wasn't found", "Requested rule does not exist");
    }
}
