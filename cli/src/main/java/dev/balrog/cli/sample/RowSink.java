// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Receiver of rows, one after the other. */
@FunctionalInterface
public interface RowSink {

    /**
     * Receives a row.
     *
     * @param table name of the table
     * @param row values by column; null columns are omitted, JSON columns contain JSON
     */
    void row(String table, ObjectNode row) throws IOException;
}
