// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.List;

/** Conflict between two changes of the same release that prevents merging them. */
public final class MergeConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> path;

    MergeConflictException(List<String> path, String reason) {
        super("cannot merge the changes: " + String.join(".", path) + " " + reason);
        this.path = List.copyOf(path);
    }

    /** Returns the keys from the root to the conflicting value. */
    public List<String> path() {
        return path;
    }
}
