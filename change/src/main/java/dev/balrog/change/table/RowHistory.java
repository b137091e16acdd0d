// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import dev.balrog.change.row.Row;

/** History of the rows of a table. */
interface RowHistory {
    /** Records an insertion. */
    void inserted(Row row, AuditStamp stamp);

    /** Records an update. */
    void updated(Row row, AuditStamp stamp);

    /** Records a deletion. */
    void deleted(Row key, AuditStamp stamp);
}
