// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

/** What a migration means to the version that ran before it, and so which app is deployed first. */
public enum MigrationKind {
    /** It only adds: the version before goes on working. The admin app, which brings it, is deployed first. */
    ADDITIVE("additive"),

    /** It takes away or restricts: the version before may fail. The public app, which can do without, is deployed first. */
    DESTRUCTIVE("destructive");

    private final String word;

    MigrationKind(String word) {
        this.word = word;
    }

    /** As the declarations have it. */
    public String word() {
        return word;
    }
}
