// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.util.List;

/** How the tables of a database relate to the ones that this version works with. */
public sealed interface SchemaStatus {

    /** There are no tables yet. */
    record Empty() implements SchemaStatus {}

    /** All tables are there. */
    record UpToDate() implements SchemaStatus {}

    /**
     * Migrations have yet to be applied.
     *
     * @param pending versions and descriptions of these migrations, in order; not empty
     * @param ownTables whether only tables are missing that changes are made with, so that rules and releases can be read
     * @param destructive whether all of them only take away what this version does without
     */
    record Behind(List<String> pending, boolean ownTables, boolean destructive) implements SchemaStatus {}

    /**
     * A newer version has added to the tables, and this one goes on working with them.
     *
     * @param added versions and descriptions of its migrations; not empty
     */
    record Ahead(List<String> added) implements SchemaStatus {}

    /**
     * The reference made the database, at the newest schema it has: it can be read as it is, and be adopted.
     *
     * @param version what the reference's own version table says
     */
    record AdoptableReference(String version) implements SchemaStatus {}

    /** The reference made the database, at a schema that it has to upgrade itself first. */
    record TooOld(String reason) implements SchemaStatus {}

    /** A newer version of the reference or of this project has changed the tables. */
    record TooNew(String reason) implements SchemaStatus {}

    /** A migration failed half-way and has to be tried again. */
    record Broken(String reason) implements SchemaStatus {}

    /** The database belongs to something else. */
    record Foreign(String reason) implements SchemaStatus {}

    /** Whether rules and releases can be read, which is what the public app needs. */
    default boolean readable() {
        return switch (this) {
            case UpToDate _, Ahead _, AdoptableReference _ -> true;
            case Behind behind -> behind.ownTables() || behind.destructive();
            case Empty _, TooOld _, TooNew _, Broken _, Foreign _ -> false;
        };
    }

    /** Whether anything can be changed, which is what the admin app needs. */
    default boolean changeable() {
        return switch (this) {
            case UpToDate _, Ahead _ -> true;
            case Behind behind -> behind.destructive();
            case Empty _, AdoptableReference _, TooOld _, TooNew _, Broken _, Foreign _ -> false;
        };
    }

    /** One line for people, with what to do about it. */
    default String description() {
        return switch (this) {
            case Empty() -> "The database has no tables yet: run balrog db upgrade";
            case UpToDate() -> "The database is up to date";
            case Ahead(List<String> added) ->
                "A newer version has added to the database (" + String.join(", ", added)
                        + "), which this one works with all the same";
            case Behind behind
            when behind.destructive() ->
                "The database still has what " + String.join(", ", behind.pending())
                        + " takes away: run balrog db upgrade when only this version is left";
            case Behind behind ->
                "The database is behind by " + String.join(", ", behind.pending())
                        + (behind.ownTables() ? ", which only changes need" : "") + ": run balrog db upgrade";
            case AdoptableReference(String version) ->
                "The database was made by the Python version of Balrog (" + version + "); balrog db upgrade adopts it";
            case TooOld(String reason) -> reason;
            case TooNew(String reason) -> reason;
            case Broken(String reason) -> reason;
            case Foreign(String reason) -> reason;
        };
    }
}
