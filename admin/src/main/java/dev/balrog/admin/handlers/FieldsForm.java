// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.change.Transaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scheduled changes of entities that differ only in their fields.
 *
 * @param noun name of the entity in messages
 * @param values columns outside the key that can be changed
 * @param required values that an insertion or update must contain
 */
record FieldsForm(Entity entity, String noun, List<String> values, List<String> required) implements ScheduleForm {
    private static final String DATA_VERSION = "data_version";
    private static final String WHEN = "when";
    private static final String OPTIONS = "options";

    static final FieldsForm PERMISSION = new FieldsForm(Entity.PERMISSIONS, "Permission", List.of(OPTIONS), List.of());
    static final FieldsForm USER_ROLE = new FieldsForm(Entity.USER_ROLES, "User Role", List.of(), List.of());
    static final FieldsForm PRODUCT_REQUIRED_SIGNOFF = new FieldsForm(
            Entity.PRODUCT_REQUIRED_SIGNOFFS,
            "Product Required Signoff",
            List.of("signoffs_required"),
            List.of("signoffs_required"));
    static final FieldsForm PERMISSIONS_REQUIRED_SIGNOFF = new FieldsForm(
            Entity.PERMISSIONS_REQUIRED_SIGNOFFS,
            "Permissions Required Signoff",
            List.of("signoffs_required"),
            List.of("signoffs_required"));
    static final FieldsForm SHUTOFF =
            new FieldsForm(Entity.EMERGENCY_SHUTOFFS, "Emergency Shutoff", List.of("comment"), List.of());

    @Override
    public Optional<String> withoutTime() {
        return switch (entity) {
            case EMERGENCY_SHUTOFFS -> Optional.empty();
            case PRODUCT_REQUIRED_SIGNOFFS -> ScheduleForm.super.withoutTime().map(detail -> detail.replace("'", ""));
            default -> ScheduleForm.super.withoutTime();
        };
    }

    @Override
    public ProblemException withoutType() {
        ProblemException problem = ScheduleForm.super.withoutType();
        return entity == Entity.EMERGENCY_SHUTOFFS ? Rejections.asProblemJson(problem) : problem;
    }

    @Override
    public Row toSchedule(ChangeType type, JsonNode body, Transaction transaction) {
        switch (type) {
            case INSERT -> Bodies.require(body, required);
            case UPDATE ->
                Bodies.require(
                        body,
                        Stream.concat(required.stream(), Stream.of(DATA_VERSION))
                                .toList());
            case DELETE -> Bodies.require(body, List.of(DATA_VERSION));
        }
        ObjectNode wanted = type == ChangeType.INSERT
                ? Bodies.without(body, List.of(DATA_VERSION))
                : ((ObjectNode) body).deepCopy();
        return read(wanted);
    }

    @Override
    public Row toEdit(ChangeType type, JsonNode body, Transaction transaction) {
        List<String> editable = switch (type) {
            case INSERT -> fields(entity.keyNames(), values);
            case UPDATE -> fields(List.of(DATA_VERSION), values);
            case DELETE -> List.of(WHEN, DATA_VERSION);
        };
        if (type != ChangeType.INSERT && entity != Entity.EMERGENCY_SHUTOFFS) {
            Bodies.require(body, List.of(DATA_VERSION));
        }
        return read(Bodies.only(body, editable));
    }

    private static List<String> fields(List<String> some, List<String> others) {
        return Stream.of(List.of(WHEN), some, others).flatMap(List::stream).toList();
    }

    private Row read(ObjectNode body) {
        if (body.has(OPTIONS)) {
            ObjectNode options = JsonField.object(body, OPTIONS);
            body.set(OPTIONS, options == null || options.isEmpty() ? body.nullNode() : options);
        }
        return RowInput.read(entity, body);
    }
}
