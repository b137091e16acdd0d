// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.store.jooq.DefaultSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jooq.Table;

/**
 * Privileges that the admin app's account needs on MariaDB and MySQL: INSERT on every table, UPDATE
 * and DELETE on all tables except the histories and the audit log.
 */
public final class AdminPrivileges {
    private static final String AUDIT_LOG = "balrog_audit_log";
    private static final String HISTORY = "_history";

    private AdminPrivileges() {}

    /** Returns the names of the append-only tables. */
    public static List<String> appendOnlyTables() {
        return tables(true);
    }

    /** Returns the names of the tables in which rows are also updated and deleted. */
    public static List<String> writableTables() {
        return tables(false);
    }

    private static List<String> tables(boolean appendOnly) {
        return List.copyOf(new TreeSet<>(DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .map(Table::getName)
                .filter(name -> appendOnly == (name.endsWith(HISTORY) || name.equals(AUDIT_LOG)))
                .toList()));
    }

    /** Returns the statements that grant the privileges. */
    public static List<String> statements(String database, String user, String host) {
        String account = quoted(user, '\'') + "@" + quoted(host, '\'');
        String schema = quoted(database, '`');
        List<String> statements = new ArrayList<>();
        statements.add("GRANT SELECT, INSERT ON " + schema + ".* TO " + account);
        for (String table : writableTables()) {
            statements.add("GRANT UPDATE, DELETE ON " + schema + "." + quoted(table, '`') + " TO " + account);
        }
        return statements;
    }

    /**
     * Grants the privileges. The database's own account needs the right to grant them.
     *
     * @param user the admin app's account, which may log in from any host
     * @throws StoreException when the database has no accounts, or rejects the statements
     */
    public static void grant(Database database, String user) {
        if (!(database.uri() instanceof DatabaseUri.MySql)) {
            throw new StoreException(database.uri() + " has no accounts to grant privileges to");
        }
        database.write(sql -> {
            String name = sql.fetchSingle("SELECT DATABASE()").get(0, String.class);
            statements(String.valueOf(name), user, "%").forEach(sql::execute);
            return name;
        });
    }

    private static String quoted(String name, char quote) {
        if (name.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("a name can't have a backslash: " + name);
        }
        String mark = String.valueOf(quote);
        return mark + name.replace(mark, mark + mark) + mark;
    }
}
