// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Takes rows one after the other. */
@FunctionalInterface
public interface RowSink {

    /**
     * Takes a row.
     *
     * @param table name of the table
     * @param row values by column; a column that is null is left out, a column of JSON holds JSON
     */
    void row(String table, ObjectNode row) throws IOException;
}
