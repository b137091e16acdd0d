// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Map;

/**
 * A change that has just been scheduled or edited.
 *
 * @param id its number
 * @param signoffs roles in which users have signed it, by user; whoever schedules a change signs it where one can
 */
public record Scheduled(long id, Map<String, String> signoffs) {}
