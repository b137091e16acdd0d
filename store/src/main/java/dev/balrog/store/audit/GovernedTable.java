// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.core.outcome.CanonicalJson;
import dev.balrog.store.JsonColumns;
import dev.balrog.store.jooq.DefaultSchema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table whose rows only change by governed changes: rules, releases, pins, shutoffs, permissions,
 * roles, required signoffs, the scheduled changes of each of these and the comments on them,
 * expectations, and change sets with their signoffs. The audit log has an entry for each change of a
 * row.
 */
public final class GovernedTable {
    private static final Set<String> UNGOVERNED = Set.of("dockerflow");
    private static final int SMALL_ROWS_PAGE = 1000;
    private static final int ASSETS_PAGE = 300;
    private static final int RELEASES_PAGE = 16;
    private static final String HISTORY = "_history";
    private static final String OWN = "balrog_";
    /**
     * Scheduled changes of roles, comments, expectations and change sets, which Mozilla's Balrog does
     * not have.
     */
    private static final List<String> OWN_GOVERNED = List.of(
            "balrog_user_roles_scheduled_changes",
            "balrog_change_comments",
            "balrog_expectations",
            "balrog_change_set");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<GovernedTable> ALL = DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
            .filter(table ->
                    (!table.getName().startsWith(OWN) || OWN_GOVERNED.stream().anyMatch(table.getName()::startsWith))
                            && !table.getName().endsWith(HISTORY)
                            && !UNGOVERNED.contains(table.getName()))
            .sorted(Comparator.comparing(Table::getName))
            .map(GovernedTable::new)
            .toList();

    private static final Map<String, GovernedTable> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(GovernedTable::name, Function.identity()));

    private static final Map<String, Integer> NUMBERS =
            ALL.stream().collect(Collectors.toUnmodifiableMap(GovernedTable::name, ALL::indexOf));

    private final Table<?> table;
    private final List<Field<?>> columns;
    private final List<Field<?>> key;

    private GovernedTable(Table<?> table) {
        this.table = table;
        this.columns = Arrays.stream(table.fields())
                .sorted(Comparator.comparing(Field::getName))
                .collect(Collectors.toUnmodifiableList());
        this.key = Objects.requireNonNull(table.getPrimaryKey(), table.getName()).getFields().stream()
                .sorted(Comparator.comparing(Field::getName))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Returns all governed tables, by name. */
    public static List<GovernedTable> all() {
        return ALL;
    }

    /** Returns the governed table of a name; empty when there is none. */
    public static Optional<GovernedTable> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the governed table of a jOOQ table; empty when it is not governed. */
    public static Optional<GovernedTable> of(Table<?> table) {
        return of(table.getName());
    }

    /** Returns the index of a table among all governed tables; -1 when it is not governed. */
    static int number(String name) {
        return NUMBERS.getOrDefault(name, -1);
    }

    /** Returns the name. */
    public String name() {
        return table.getName();
    }

    Table<?> table() {
        return table;
    }

    List<Field<?>> key() {
        return key;
    }

    boolean isVersioned() {
        return table.field("data_version") != null;
    }

    /** Returns whether rows may be large, because they contain releases. */
    boolean isLarge() {
        return table.field("data") != null || table.field("base_data") != null;
    }

    /**
     * Returns the page size; small enough to keep the largest releases, of several MB, in memory.
     */
    int pageSize() {
        if (!isLarge()) {
            return SMALL_ROWS_PAGE;
        }
        return name().equals("release_assets") ? ASSETS_PAGE : RELEASES_PAGE;
    }

    /** Returns the history table; empty for releases, whose history is in an object store. */
    Optional<Table<?>> history() {
        return Optional.ofNullable(DefaultSchema.DEFAULT_SCHEMA.getTable(name() + HISTORY));
    }

    /** Returns the key of a row as canonical JSON. */
    public String keyOf(Function<String, @Nullable Object> values) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Field<?> field : key) {
            switch (normalized(field, values.apply(field.getName()))) {
                case Number number -> object.put(field.getName(), number.longValue());
                case null -> object.putNull(field.getName());
                case Object text -> object.put(field.getName(), text.toString());
            }
        }
        return JSON.writeValueAsString(object);
    }

    /** Returns the key of a row as canonical JSON. */
    public String keyOf(Record row) {
        return keyOf(column -> valueOf(row, column));
    }

    /** Returns the values of a key, by column. */
    static Map<String, Object> parseKey(String key) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> column : JSON.readTree(key).properties()) {
            JsonNode value = column.getValue();
            if (value.isIntegralNumber()) {
                values.put(column.getKey(), value.longValue());
            } else {
                values.put(column.getKey(), value.asString());
            }
        }
        return values;
    }

    /**
     * Returns the digest of a row: SHA-256 over the canonical JSON of all non-null columns. Values
     * are converted to the types of their columns, so that the digest is the same on every
     * database.
     *
     * @param values function from column name to value; JSON columns as string or tree
     */
    public String digestOf(Function<String, @Nullable Object> values) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (Field<?> field : columns) {
            Object value = values.apply(field.getName());
            if (value != null) {
                put(row, field, value);
            }
        }
        return CanonicalJson.sha256(row);
    }

    private static void put(ObjectNode row, Field<?> field, Object value) {
        String name = field.getName();
        if (JsonColumns.isJson(name)) {
            JsonNode tree = tree(value);
            if (tree == null) {
                row.put(name + ":text", value.toString());
            } else if (!tree.isNull()) {
                // Mozilla's Balrog stores null as SQL NULL or as JSON null.
                row.set(name, tree);
            }
            return;
        }
        switch (normalized(field, value)) {
            case null -> throw new IllegalStateException(name);
            case Boolean flag -> row.put(name, flag);
            case Number number -> row.put(name, number.longValue());
            case Object text -> row.put(name, text.toString());
        }
    }

    /** Returns the digest of a row. */
    public String digestOf(Record row) {
        return digestOf(column -> valueOf(row, column));
    }

    private static @Nullable Object valueOf(Record row, String column) {
        Field<?> field = row.field(column);
        return field == null ? null : row.get(field);
    }

    /**
     * Returns a value converted to the type of its column, regardless of its type in the driver or
     * caller.
     */
    private static @Nullable Object normalized(Field<?> field, @Nullable Object value) {
        Class<?> type = field.getType();
        if (value == null) {
            return null;
        }
        if (type == Boolean.class) {
            return value instanceof Number number ? Boolean.valueOf(number.longValue() != 0) : value;
        }
        if (Number.class.isAssignableFrom(type)) {
            return value instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : value;
        }
        return value.toString();
    }

    /** Returns the JSON of a column; null when the value is no JSON. */
    private static @Nullable JsonNode tree(Object value) {
        if (value instanceof JsonNode json) {
            return json;
        }
        try {
            JsonNode json = JSON.readTree(value.toString());
            return json.isMissingNode() ? null : json;
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
