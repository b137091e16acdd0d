// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.simulation.RolloutSide;
import java.util.Optional;

/**
 * Request that does not have the outcome that is expected of it.
 *
 * @param target request target with which a client sends the request
 * @param side side of the background rate on which it was answered
 * @param actual the outcome that it has, as a noun phrase
 * @param rule id of the rule that decided; empty where none did
 */
public record BrokenRequest(String target, RolloutSide side, String actual, Optional<Long> rule) {}
