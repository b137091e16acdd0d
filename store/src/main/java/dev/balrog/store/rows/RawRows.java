// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;

/**
 * Reads rows directly from the JDBC driver, because for very many rows jOOQ's records take longer
 * than everything else.
 */
public final class RawRows {
    private RawRows() {}

    /** Callback that reads the current row of a result set. */
    @FunctionalInterface
    public interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /** Reads the rows of a query one by one. */
    public static void forEach(ResultQuery<?> query, Reader reader) {
        try (ResultSet rows = query.fetchResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw new DataAccessException(String.valueOf(e.getMessage()), e);
        }
    }
}
