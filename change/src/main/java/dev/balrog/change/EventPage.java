// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;
import java.util.Optional;

/**
 * Some of what happened, the newest first.
 *
 * @param next from where to read on; empty at the end
 */
public record EventPage(List<HistoryEvent> events, Optional<HistoryCursor> next) {}
