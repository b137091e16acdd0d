// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.List;

/** Two changes of the same release can't be merged. */
public final class MergeConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> path;

    MergeConflictException(List<String> path, String reason) {
        super("cannot merge the changes: " + String.join(".", path) + " " + reason);
        this.path = List.copyOf(path);
    }

    /** The keys that lead to what the changes disagree about. */
    public List<String> path() {
        return path;
    }
}
