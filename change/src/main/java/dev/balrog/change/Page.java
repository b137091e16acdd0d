// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.row.Row;
import java.util.List;

/**
 * Page of a list.
 *
 * @param total length of the whole list
 */
public record Page(long total, List<Row> rows) {}
