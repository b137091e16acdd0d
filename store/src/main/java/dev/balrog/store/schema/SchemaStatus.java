// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import java.util.List;

/** Status of the tables of a database relative to this version. */
public sealed interface SchemaStatus {

    /** Status of a database without tables. */
    record Empty() implements SchemaStatus {}

    /** Status of a database with all tables. */
    record UpToDate() implements SchemaStatus {}

    /**
     * Status of a database with pending migrations.
     *
     * @param pending versions and descriptions of these migrations, in order; not empty
     * @param ownTables whether only tables needed for changes are missing, so that rules and
     *     releases can be read
     * @param destructive whether all of them only remove what this version does not need
     */
    record Behind(List<String> pending, boolean ownTables, boolean destructive) implements SchemaStatus {}

    /**
     * Status of a database whose tables a newer version has extended; this version continues to
     * work.
     *
     * @param added versions and descriptions of its migrations; not empty
     */
    record Ahead(List<String> added) implements SchemaStatus {}

    /**
     * Status of a database of Mozilla's Balrog with its newest schema: it can be read as it is, and
     * be adopted.
     *
     * @param version version according to the version table of Mozilla's Balrog
     */
    record AdoptableReference(String version) implements SchemaStatus {}

    /** Status of a database of Mozilla's Balrog that Mozilla's tools have to upgrade first. */
    record TooOld(String reason) implements SchemaStatus {}

    /**
     * Status of a database that a newer version of Mozilla's Balrog or of this project has changed
     * incompatibly.
     */
    record TooNew(String reason) implements SchemaStatus {}

    /** Status of a database with a failed migration, which has to be retried. */
    record Broken(String reason) implements SchemaStatus {}

    /** Status of a database of other software. */
    record Foreign(String reason) implements SchemaStatus {}

    /** Returns whether rules and releases can be read, as the public app needs. */
    default boolean readable() {
        return switch (this) {
            case UpToDate _, Ahead _, AdoptableReference _ -> true;
            case Behind behind -> behind.ownTables() || behind.destructive();
            case Empty _, TooOld _, TooNew _, Broken _, Foreign _ -> false;
        };
    }

    /** Returns whether changes are possible, as the admin app needs. */
    default boolean changeable() {
        return switch (this) {
            case UpToDate _, Ahead _ -> true;
            case Behind behind -> behind.destructive();
            case Empty _, AdoptableReference _, TooOld _, TooNew _, Broken _, Foreign _ -> false;
        };
    }

    /** Returns a one-line description for operators, with the remedy. */
    default String description() {
        return switch (this) {
            case Empty() -> "The database has no tables yet: run balrog db upgrade";
            case UpToDate() -> "The database is up to date";
            case Ahead(List<String> added) ->
                "A newer version has added to the database (" + String.join(", ", added)
                        + "), which is compatible with this one";
            case Behind behind
            when behind.destructive() ->
                "Destructive migrations are pending (" + String.join(", ", behind.pending())
                        + "): run balrog db upgrade when only this version is left";
            case Behind behind ->
                "The database is behind by " + String.join(", ", behind.pending())
                        + (behind.ownTables() ? ", which only changes to the database need" : "")
                        + ": run balrog db upgrade";
            case AdoptableReference(String version) ->
                "The database was created by Mozilla's Balrog (" + version + "); balrog db upgrade adopts it";
            case TooOld(String reason) -> reason;
            case TooNew(String reason) -> reason;
            case Broken(String reason) -> reason;
            case Foreign(String reason) -> reason;
        };
    }
}
