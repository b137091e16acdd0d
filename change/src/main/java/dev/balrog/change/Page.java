// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;

/**
 * Part of a longer list.
 *
 * @param total how long the whole list is
 */
public record Page(long total, List<Row> rows) {}
