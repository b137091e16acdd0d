// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;

/** Rows as the driver has them. Where there are very many, to make records of them takes longer than all the rest. */
final class RawRows {
    private RawRows() {}

    /** Reads the row that the result set is at. */
    @FunctionalInterface
    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /** Reads the rows of a query, one by one. */
    static void forEach(ResultQuery<?> query, Reader reader) {
        try (ResultSet rows = query.fetchResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw new DataAccessException(String.valueOf(e.getMessage()), e);
        }
    }
}
