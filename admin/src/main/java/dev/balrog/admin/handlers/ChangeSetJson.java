// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;

import dev.balrog.admin.contract.EntityKind;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.change.row.SharedColumns;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.change.set.ChangeSet;
import dev.balrog.change.set.ChangeSets;
import dev.balrog.change.set.SetChange;
import dev.balrog.change.set.SetConflict;
import dev.balrog.change.set.SetEvaluation;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.DataVersions;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.SignoffTally;
import dev.balrog.core.expectation.InvalidExpectationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Change sets in the form of the API. */
final class ChangeSetJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String KIND = "kind";
    private static final String CHANGE_TYPE = "change_type";
    private static final String ROW = "row";
    private static final String NAME = "name";
    private static final String EXPECTATION = "expectation";
    private static final String DATA_VERSION = "data_version";
    private static final String OLD_VERSIONS = "old_data_versions";

    private ChangeSetJson() {}

    /** Returns the changes in the body of a request. */
    static List<SetChange> changes(JsonNode body) {
        List<SetChange> changes = new ArrayList<>();
        for (JsonNode change : body.path("changes")) {
            changes.add(change(change));
        }
        return changes;
    }

    private static SetChange change(JsonNode change) {
        JsonNode row = change.path(ROW);
        if (Bodies.requireText(change, KIND).equals(EXPECTATION)) {
            ChangeType type =
                    ChangeType.byText(Bodies.requireText(change, CHANGE_TYPE)).orElseThrow();
            return new SetChange(
                    new SimulatedChange.OfRow(Entity.EXPECTATIONS, type, expectation(type, row)), DataVersions.NONE);
        }
        SimulatedChange what = SimulationHandlers.proposed(change);
        return switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row rule) -> {
                if (entity == Entity.RULES
                        && (type == ChangeType.INSERT || (type == ChangeType.UPDATE && rule.has(MAPPING)))) {
                    RuleForm.requireMapping(rule);
                }
                yield new SetChange(what, DataVersions.NONE);
            }
            case SimulatedChange.DeletionOfSplitRelease _ ->
                new SetChange(
                        what,
                        DataVersions.builder()
                                .base(Bodies.requireInteger(row, DATA_VERSION))
                                .build());
            default -> new SetChange(what, DataVersions.of(row.get(OLD_VERSIONS)));
        };
    }

    private static Row expectation(ChangeType type, JsonNode row) {
        Integer version = Bodies.exactInteger(row, DATA_VERSION);
        if (type == ChangeType.DELETE) {
            return Row.of(BALROG_EXPECTATIONS.NAME, Bodies.requireText(row, NAME))
                    .with(SharedColumns.DATA_VERSION, version);
        }
        try {
            return StoredExpectation.of(row.path(EXPECTATION)).with(SharedColumns.DATA_VERSION, version);
        } catch (InvalidExpectationException invalid) {
            throw Rejections.bad("/expectation" + invalid.pointer() + ": " + invalid.getMessage());
        }
    }

    /** Returns a change in the form in which a set is proposed. */
    static ObjectNode proposed(SimulatedChange change) {
        ObjectNode json = change(new SetChange(change, DataVersions.NONE), Optional.empty());
        json.remove("current");
        return json;
    }

    /** Returns a set without its changes. */
    static ObjectNode summary(ChangeSet set) {
        ObjectNode json = NODES.objectNode();
        json.put("set_id", set.id());
        json.put("state", set.state().text());
        json.put("author", set.author());
        json.put("description", set.description());
        json.put("created", set.created());
        ChangeSet.End end = set.end();
        json.put("closed_by", end == null ? null : end.by());
        json.put("closed", end == null ? null : end.millis());
        json.put(DATA_VERSION, set.dataVersion());
        json.put("number_of_changes", set.changes().size());
        return json;
    }

    /** Returns a set with its changes; an open one with its evaluation and its conflicts. */
    static ObjectNode of(ChangeSet set, ChangeSets sets) {
        ObjectNode json = summary(set);
        boolean open = set.state() == SetState.OPEN;
        ArrayNode changes = json.putArray("changes");
        set.changes()
                .forEach(change -> changes.add(
                        change(change, open ? sets.current(change).map(ChangeSetJson::current) : Optional.empty())));
        ArrayNode conflicts = json.putArray("conflicts");
        if (!open) {
            return evaluated(json, sets.recordedSignoffs(set), null);
        }
        sets.conflicts(set).forEach(conflict -> conflicts.add(conflict(conflict)));
        try {
            SetEvaluation evaluation = sets.evaluate(set);
            json.putNull("obstacle");
            json.put("digest", evaluation.digest());
            json.set("required_signoffs", evaluation.required().toJson());
            Map<String, Integer> missing =
                    SignoffTally.of(evaluation.required(), evaluation.signoffs().counted())
                                    instanceof SignoffTally.Missing lacking
                            ? lacking.missingByRole()
                            : Map.of();
            json.set("missing_signoffs", new SignoffRequirement(missing).toJson());
            signoffs(json, evaluation.signoffs().counted());
            SignoffEvaluation.describeIneffective(
                    json.putArray("ineffective_signoffs"), evaluation.signoffs().ineffective());
            return json;
        } catch (ChangeRejectedException e) {
            return evaluated(json, sets.recordedSignoffs(set), e.rejection().reason());
        }
    }

    /** Adds what is known of a set that is closed, or that can't be enacted. */
    private static ObjectNode evaluated(ObjectNode json, List<CountedSignoff> recorded, @Nullable String obstacle) {
        json.put("obstacle", obstacle);
        json.putNull("digest");
        json.putObject("required_signoffs");
        json.putObject("missing_signoffs");
        signoffs(json, recorded);
        json.putArray("ineffective_signoffs");
        return json;
    }

    private static void signoffs(ObjectNode json, List<CountedSignoff> signoffs) {
        ObjectNode roles = json.putObject("signoffs");
        signoffs.forEach(signoff -> roles.put(signoff.username(), signoff.role()));
    }

    private static ObjectNode conflict(SetConflict conflict) {
        ObjectNode json = NODES.objectNode();
        json.put("position", conflict.position());
        json.put(KIND, conflict.kind().id());
        json.put("id", conflict.id() == 0 ? null : conflict.id());
        json.put("message", conflict.message());
        return json;
    }

    private static ObjectNode change(SetChange change, Optional<ObjectNode> current) {
        ObjectNode json = NODES.objectNode();
        switch (change.what()) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) -> {
                json.put(KIND, EntityKind.of(entity)).put(CHANGE_TYPE, type.text());
                json.set(ROW, entity == Entity.EXPECTATIONS ? expectation(row) : row.toJson());
            }
            case SimulatedChange.OfSplitRelease(String name, var product, ObjectNode content, boolean merge) -> {
                boolean isNew = change.expected().equals(DataVersions.NONE);
                json.put(KIND, "release").put(CHANGE_TYPE, (isNew ? ChangeType.INSERT : ChangeType.UPDATE).text());
                ObjectNode row = json.putObject(ROW)
                        .put(NAME, name)
                        .put("product", product)
                        .put("merge", merge);
                row.set("blob", content);
                row.set(OLD_VERSIONS, change.expected().toJson());
            }
            case SimulatedChange.DeletionOfSplitRelease(String name) -> {
                json.put(KIND, "release").put(CHANGE_TYPE, ChangeType.DELETE.text());
                json.putObject(ROW)
                        .put(NAME, name)
                        .put("split", true)
                        .put(DATA_VERSION, change.expected().base().orElse(0));
            }
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ ->
                throw new IllegalStateException("A scheduled change is in no change set");
        }
        json.set("current", current.<JsonNode>map(row -> row).orElse(NODES.nullNode()));
        return json;
    }

    private static ObjectNode current(Row row) {
        return row.has(BALROG_EXPECTATIONS.PRODUCTS) ? expectation(row) : row.toJson();
    }

    private static ObjectNode expectation(Row row) {
        ObjectNode json = row.only(List.of(BALROG_EXPECTATIONS.NAME, SharedColumns.DATA_VERSION))
                .toJson();
        if (row.has(BALROG_EXPECTATIONS.EXPECTATION)) {
            json.set(EXPECTATION, StoredExpectation.json(row));
        }
        return json;
    }
}
