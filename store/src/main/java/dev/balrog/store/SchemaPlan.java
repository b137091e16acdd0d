// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.store.migration.MigrationKind;
import java.util.List;

/**
 * What an upgrade of a database would do.
 *
 * @param current version of the tables; empty text when there are none
 * @param pending what would be applied, in order
 */
public record SchemaPlan(String current, Order order, List<Migration> pending) {

    /**
     * A migration that has yet to be applied.
     *
     * @param script name of the file
     */
    public record Migration(
            String version, String description, String script, MigrationKind kind, List<Statement> statements) {}

    /**
     * A statement of it.
     *
     * @param sql its text
     * @param effects what it does, for people
     * @param table what it is about; empty when it is about a table that the migration makes
     * @param rows how many rows the table has now
     * @param blocksWriters whether writers wait for long, since the table is large
     * @param why for people
     */
    public record Statement(
            String sql, List<String> effects, String table, long rows, boolean blocksWriters, String why) {}

    /** Which app is deployed first. */
    public enum Order {
        NOTHING_TO_DO("Nothing is to be done: deploy the apps in any order."),
        NEW_DATABASE("The database is new, nobody uses it yet: upgrade it, then deploy the apps in any order."),
        ADMIN_FIRST(
                "All of it is additive: upgrade the database and deploy admin first, then public. The version before"
                        + " goes on working meanwhile."),
        PUBLIC_FIRST("All of it is destructive: deploy public first, then admin, and upgrade the database last, when no"
                + " instance of the version before is left."),
        SPLIT("Additive and destructive migrations are pending at once, and no order of deployment is right for both:"
                + " upgrade in steps, with --to.");

        private final String sentence;

        Order(String sentence) {
            this.sentence = sentence;
        }

        /** For people. */
        public String sentence() {
            return sentence;
        }
    }

    /** Whether a statement keeps writers waiting for long. */
    public boolean blocksWriters() {
        return pending.stream()
                .flatMap(migration -> migration.statements().stream())
                .anyMatch(Statement::blocksWriters);
    }
}
