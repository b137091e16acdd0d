// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.SignoffRequirement;

/**
 * Evaluation of an open change set in the current state.
 *
 * @param digest digest of the outcomes of all changes, which signoffs are bound to
 * @param required signoffs that satisfy all of the changes
 * @param signoffs evaluation of the recorded signoffs
 */
public record SetEvaluation(String digest, SignoffRequirement required, SignoffEvaluation signoffs) {}
