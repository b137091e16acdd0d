// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.DDLQuery;
import org.jooq.DSLContext;
import org.jooq.FieldOrRow;
import org.jooq.Meta;
import org.jooq.Named;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.ParseNameCase;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.ParserException;
import org.jooq.impl.QOM;

/**
 * Analyzer of the effects of migrations. Scripts have to be read in order, because the meaning of a
 * statement depends on the tables that earlier scripts created.
 */
public final class MigrationReader {
    private static final Pattern MODIFIED = Pattern.compile("\\b(?:MODIFY|CHANGE)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NULLABILITY = Pattern.compile("\\bNULL\\b", Pattern.CASE_INSENSITIVE);

    private final Dialect dialect;
    private final DSLContext sql;
    private final List<Query> definitions = new ArrayList<>();

    /** Creates a reader for a dialect. */
    public MigrationReader(Dialect dialect) {
        this.dialect = dialect;
        SQLDialect grammar = dialect.grammar();
        this.sql = DSL.using(grammar, new Settings().withParseDialect(grammar).withParseNameCase(ParseNameCase.LOWER));
    }

    /**
     * Returns the changes of a script, after all scripts that were read before.
     *
     * @throws MigrationException when it contains an unknown statement
     */
    public List<Change> read(MigrationScript script) {
        return steps(script).stream().flatMap(step -> step.changes().stream()).toList();
    }

    /**
     * Returns the changes of a script by statement.
     *
     * @throws MigrationException when it contains an unknown statement
     */
    public List<Step> steps(MigrationScript script) {
        Set<String> made = new HashSet<>();
        Set<String> added = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (String text : script.statements(dialect)) {
            List<Change> changes = new ArrayList<>();
            for (Query statement : parse(script, text)) {
                for (Change change : changes(script, statement, added)) {
                    // Further changes of a table that the script creates are part of its creation.
                    if (!made.contains(change.table())) {
                        changes.add(change);
                    }
                    switch (change.effect()) {
                        case TABLE_MADE -> made.add(change.table());
                        case COLUMN_ADDED, REQUIRED_COLUMN_ADDED -> added.add(change.table() + "." + change.name());
                        default -> {
                            // Later statements can't refer to other effects.
                        }
                    }
                }
            }
            steps.add(new Step(text, List.copyOf(changes)));
        }
        return List.copyOf(steps);
    }

    private List<Change> changes(MigrationScript script, Query statement, Set<String> added) {
        List<Change> found;
        try {
            found = effects(statement, added);
        } catch (DataAccessException | NullPointerException impossible) {
            // jOOQ throws a NullPointerException when an indexed column is renamed, which it does
            // not support.
            throw new MigrationException(
                    script.name() + ": '" + line(statement) + "' does not fit the tables: " + impossible.getMessage(),
                    impossible);
        }
        if (found.isEmpty()) {
            throw new MigrationException(
                    script.name() + ": the effect of '" + line(statement) + "' on a running version is unknown");
        }
        return found;
    }

    /** Returns the kind of a script: destructive if at least one of its changes is. */
    public static MigrationKind kindOf(List<Change> changes) {
        return changes.stream().anyMatch(change -> change.effect().kind() == MigrationKind.DESTRUCTIVE)
                ? MigrationKind.DESTRUCTIVE
                : MigrationKind.ADDITIVE;
    }

    private Query[] parse(MigrationScript script, String text) {
        if (MODIFIED.matcher(text).find() && !NULLABILITY.matcher(text).find()) {
            throw new MigrationException(script.name() + ": '" + text
                    + "' must say NULL or NOT NULL, because MariaDB treats neither as NULL");
        }
        try {
            return sql.parser().parse(text).queries();
        } catch (ParserException notUnderstood) {
            String message = String.valueOf(notUnderstood.getMessage());
            throw new MigrationException(
                    script.name() + " has an unsupported statement: "
                            + message.lines().findFirst().orElse(message),
                    notUnderstood);
        }
    }

    private List<Change> effects(Query statement, Set<String> added) {
        return switch (statement) {
            case QOM.CreateTable create -> {
                definitions.add(statement);
                yield List.of(Change.of(Effect.TABLE_MADE, name(Objects.requireNonNull(create.$table()))));
            }
            case QOM.CreateIndex create -> {
                definitions.add(statement);
                Effect effect = create.$unique() ? Effect.UNIQUE_INDEX_ADDED : Effect.INDEX_ADDED;
                yield List.of(Change.of(
                        effect, name(Objects.requireNonNull(create.$table())), String.valueOf(create.$index())));
            }
            case QOM.Delete<?> delete -> List.of(Change.of(Effect.ROWS_DELETED, name(delete.$from())));
            case QOM.Update<?> update -> List.of(updated(update, added));
            case QOM.Insert<?> insert -> List.of(Change.of(Effect.ROWS_CHANGED, name(insert.$into())));
            case QOM.Truncate<?> truncate ->
                truncate.$table().stream()
                        .map(table -> Change.of(Effect.ROWS_DELETED, name(table)))
                        .toList();
            case DDLQuery _ -> {
                Meta before = tables();
                definitions.add(statement);
                yield TableDifferences.between(before, tables());
            }
            default -> List.of();
        };
    }

    private static Change updated(QOM.Update<?> update, Set<String> added) {
        String table = name(update.$table());
        List<String> columns =
                update.$set().keySet().stream().map(MigrationReader::column).toList();
        return columns.stream().allMatch(column -> added.contains(table + "." + column))
                ? Change.of(Effect.COLUMN_FILLED, table, columns.getFirst())
                : Change.of(Effect.ROWS_CHANGED, table);
    }

    private static String column(FieldOrRow column) {
        return column instanceof Named named ? named.getName() : column.toString();
    }

    private Meta tables() {
        return sql.meta(definitions.toArray(Query[]::new));
    }

    private static String name(Table<?> table) {
        return table.getName().toLowerCase(Locale.ROOT);
    }

    private static String line(Query statement) {
        String text = statement.toString().replaceAll("\\s+", " ");
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
