// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.util.List;

/**
 * Result of a restore.
 *
 * @param target URI of the restored database, without the password
 * @param summary its content
 * @param notes what else there is to know, such as the new name of the database that was there before
 */
public record RestoreOutcome(String target, DatabaseSummary summary, List<String> notes) {}
