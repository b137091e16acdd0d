// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.List;

/**
 * A statement of a script.
 *
 * @param sql SQL in the dialect that it was read for
 * @param changes changes of tables that existed before the script; empty when it concerns a table
 *     that the script creates
 */
public record Step(String sql, List<Change> changes) {}
