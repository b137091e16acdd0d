// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import java.util.Map;

/**
 * Change that has just been scheduled or edited.
 *
 * @param id the scheduled change's ID
 * @param signoffs roles of the signoffs by user; scheduling a change also signs it off if the user
 *     has a suitable role
 */
public record Scheduled(long id, Map<String, String> signoffs) {}
