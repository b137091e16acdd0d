// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.List;

/**
 * A statement of a script.
 *
 * @param sql its text, for the kind of database that it was read for
 * @param changes what it does to tables that were there before the script; empty when it is about one that the script made
 */
public record Step(String sql, List<Change> changes) {}
