// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

/**
 * Compatibility of a migration with the previous version, which determines the app that is deployed
 * first.
 */
public enum MigrationKind {
    /**
     * Migration that only adds: the previous version continues to work. The admin app, which
     * applies it, is deployed first.
     */
    ADDITIVE("additive"),

    /**
     * Migration that removes or restricts: the previous version may fail. The public app, which
     * does not need what is removed, is deployed first.
     */
    DESTRUCTIVE("destructive");

    private final String word;

    MigrationKind(String word) {
        this.word = word;
    }

    /** Returns the word used in declarations. */
    public String word() {
        return word;
    }
}
