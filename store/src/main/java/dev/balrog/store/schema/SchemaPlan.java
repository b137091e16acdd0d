// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import dev.balrog.store.migration.MigrationKind;
import java.util.List;

/**
 * Plan of an upgrade of a database.
 *
 * @param current version of the tables; empty string when there are none
 * @param pending migrations to be applied, in order
 */
public record SchemaPlan(String current, Order order, List<Migration> pending) {

    /**
     * A pending migration.
     *
     * @param script name of the file
     */
    public record Migration(
            String version, String description, String script, MigrationKind kind, List<Statement> statements) {}

    /**
     * A statement of a migration.
     *
     * @param sql SQL of the statement
     * @param effects descriptions of its effects for operators
     * @param table the affected table; empty when the migration creates it
     * @param rows current number of rows of the table
     * @param blocksWriters whether writers are blocked for long, because the table is large
     * @param why explanation for operators
     */
    public record Statement(
            String sql, List<String> effects, String table, long rows, boolean blocksWriters, String why) {}

    /** Order of deployment. */
    public enum Order {
        NOTHING_TO_DO("No migration is pending: deploy the apps in any order."),
        NEW_DATABASE("The database is new and not in use yet: upgrade it, then deploy the apps in any order."),
        ADMIN_FIRST(
                "All migrations are additive: upgrade the database and deploy admin first, then public. The previous version"
                        + " keeps working meanwhile."),
        PUBLIC_FIRST(
                "All migrations are destructive: deploy public first, then admin, and upgrade the database last, when no"
                        + " instance of the previous version is left."),
        SPLIT("Additive and destructive migrations are pending at once, and no order of deployment is right for both:"
                + " upgrade in steps, with --to.");

        private final String sentence;

        Order(String sentence) {
            this.sentence = sentence;
        }

        /** Returns the instruction for operators. */
        public String sentence() {
            return sentence;
        }
    }

    /** Returns whether a statement blocks writers for long. */
    public boolean blocksWriters() {
        return pending.stream()
                .flatMap(migration -> migration.statements().stream())
                .anyMatch(Statement::blocksWriters);
    }
}
