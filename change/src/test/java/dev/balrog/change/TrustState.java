// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.row.Entity;
import dev.balrog.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of all governed tables at one moment, read by plain SQL rather than through the engine. */
final class TrustState {
    private final Map<String, List<Fields>> rows;

    private TrustState(Map<String, List<Fields>> rows) {
        this.rows = rows;
    }

    /**
     * One row.
     *
     * @param values values by column; columns that are null are left out
     */
    record Fields(TreeMap<String, Object> values) {
        String text(String column) {
            return Objects.toString(values.get(column), "");
        }

        @Nullable
        String textOrNull(String column) {
            return values.get(column) == null ? null : text(column);
        }

        int number(String column) {
            return values.get(column) instanceof Number number ? number.intValue() : 0;
        }

        long time(String column) {
            return values.get(column) instanceof Number number ? number.longValue() : 0;
        }

        boolean is(String column) {
            return number(column) != 0;
        }

        /** Returns the row as text, without some of its columns. */
        String bare(List<String> left) {
            TreeMap<String, Object> copy = new TreeMap<>(values);
            copy.keySet().removeAll(left);
            return copy.toString();
        }

        /** Returns the columns with a prefix, named without it. */
        Fields withPrefix(String prefix) {
            TreeMap<String, Object> copy = new TreeMap<>();
            values.forEach((column, value) -> {
                if (column.startsWith(prefix)) {
                    copy.put(column.substring(prefix.length()), value);
                }
            });
            return new Fields(copy);
        }

        Fields with(Fields other) {
            TreeMap<String, Object> copy = new TreeMap<>(values);
            copy.putAll(other.values);
            return new Fields(copy);
        }

        boolean agrees(Fields other, List<String> columns) {
            return columns.stream().allMatch(column -> text(column).equals(other.text(column)));
        }
    }

    /** Names of the tables of a database. */
    static final class Source {
        private final Database database;
        private final Map<Entity, String> scheduled = new EnumMap<>(Entity.class);
        private final List<String> tables = new ArrayList<>();

        Source(Database database) {
            this.database = database;
            List<String> present = database.<List<String>>read(
                    sql -> sql.fetch("SELECT name FROM sqlite_master WHERE type = 'table'").stream()
                            .map(row -> String.valueOf(row.get(0)))
                            .toList());
            for (Entity entity : Entity.values()) {
                tables.add(entity.tableName());
                Optional<String> table = Stream.of("", "balrog_")
                        .map(prefix -> prefix + entity.tableName() + "_scheduled_changes")
                        .filter(present::contains)
                        .findFirst();
                table.ifPresent(name -> {
                    scheduled.put(entity, name);
                    tables.addAll(List.of(name, name + "_conditions", name + "_signoffs"));
                });
            }
        }

        TrustState read() {
            Map<String, List<Fields>> rows = new HashMap<>();
            database.<Integer>read(sql -> sql.connectionResult(connection -> read(connection, rows)));
            for (Entity entity : Entity.values()) {
                String table = scheduled.get(entity);
                for (String part : List.of("", "_conditions", "_signoffs")) {
                    rows.put(
                            name(entity, part),
                            Optional.ofNullable(table == null ? null : rows.get(table + part))
                                    .orElse(List.of()));
                }
            }
            return new TrustState(rows);
        }

        private int read(Connection connection, Map<String, List<Fields>> rows) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String table : tables) {
                    rows.put(table, read(statement, table));
                }
            }
            return rows.size();
        }

        private static List<Fields> read(Statement statement, String table) throws SQLException {
            List<Fields> read = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getMetaData().getColumnName(i));
                }
                while (result.next()) {
                    TreeMap<String, Object> row = new TreeMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        Object value = result.getObject(i + 1);
                        if (value != null) {
                            row.put(columns.get(i), value);
                        }
                    }
                    read.add(new Fields(row));
                }
            }
            return read;
        }
    }

    private static String name(Entity entity, String part) {
        return "scheduled " + entity + part;
    }

    /** Returns the rows that are in force. */
    List<Fields> rows(Entity entity) {
        return rows.getOrDefault(entity.tableName(), List.of());
    }

    List<Fields> scheduled(Entity entity) {
        return rows.getOrDefault(name(entity, ""), List.of());
    }

    List<Fields> pending(Entity entity) {
        return scheduled(entity).stream().filter(row -> !row.is("complete")).toList();
    }

    List<Fields> signoffs(Entity entity, int id) {
        return rows.getOrDefault(name(entity, "_signoffs"), List.of()).stream()
                .filter(row -> row.number("sc_id") == id)
                .toList();
    }

    /** Returns the time that a scheduled change waits for; 0 for none. */
    long due(Entity entity, int id) {
        return rows.getOrDefault(name(entity, "_conditions"), List.of()).stream()
                .filter(row -> row.number("sc_id") == id)
                .mapToLong(row -> row.time("when"))
                .findFirst()
                .orElse(0);
    }

    Optional<Fields> scheduled(Entity entity, int id) {
        return scheduled(entity).stream()
                .filter(row -> row.number("sc_id") == id)
                .findFirst();
    }

    /** Returns the same state with one table of its own. */
    TrustState with(Entity entity, List<Fields> other) {
        Map<String, List<Fields>> copy = new HashMap<>(rows);
        copy.put(entity.tableName(), other);
        return new TrustState(copy);
    }

    boolean isKnown(String user) {
        return rows(Entity.PERMISSIONS).stream()
                .anyMatch(row -> row.text("username").equals(user));
    }

    boolean hasRole(String user, String role) {
        return rows(Entity.USER_ROLES).stream()
                .anyMatch(row ->
                        row.text("username").equals(user) && row.text("role").equals(role));
    }

    List<String> roles(String user) {
        return rows(Entity.USER_ROLES).stream()
                .filter(row -> row.text("username").equals(user))
                .map(row -> row.text("role"))
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustState state && rows.equals(state.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    /** Returns the names of the tables that differ. */
    List<String> differences(TrustState other) {
        return Arrays.stream(rows.keySet().toArray(String[]::new))
                .filter(table -> !Objects.equals(rows.get(table), other.rows.get(table)))
                .toList();
    }
}
