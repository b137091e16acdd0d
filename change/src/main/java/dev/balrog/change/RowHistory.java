// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

/** Where former versions of the rows of a table are kept. */
interface RowHistory {
    /** A row has come into being. */
    void inserted(Row row, AuditStamp stamp);

    /** A row has got other values. */
    void updated(Row row, AuditStamp stamp);

    /** A row has gone. */
    void deleted(Row key, AuditStamp stamp);
}
