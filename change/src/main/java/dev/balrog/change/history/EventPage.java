// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import java.util.List;
import java.util.Optional;

/**
 * Page of events, newest first.
 *
 * @param next cursor of the next page; empty at the end
 */
public record EventPage(List<HistoryEvent> events, Optional<HistoryCursor> next) {}
