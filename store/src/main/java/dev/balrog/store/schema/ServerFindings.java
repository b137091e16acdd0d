// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a MariaDB or MySQL server that break a guarantee of Balrog.
 *
 * <p>A <a href="https://mariadb.com/docs/galera-cluster">Galera cluster</a> is detected by
 * {@code wsrep_on}: its row locks hold on one node only, so the write lock does not order changes
 * across nodes.
 */
final class ServerFindings {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private static final String READ_ONLY = "read_only";

    private final Map<String, String> variables;

    ServerFindings(Map<String, String> variables) {
        this.variables = variables;
    }

    static ServerFindings read(DSLContext sql) {
        Map<String, String> variables = new TreeMap<>();
        sql.fetch("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version', 'wsrep_on', 'read_only')")
                .forEach(row -> variables.put(text(row.get(0)).toLowerCase(Locale.ROOT), text(row.get(1))));
        return new ServerFindings(variables);
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    /** Returns one sentence for each finding, with the remedy. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        String version = variables.getOrDefault("version", "");
        if (isTooOld(version)) {
            sentences.add("The server's version " + version
                    + " is older than the oldest one that is supported: use MariaDB 10.6 or MySQL 8.0, or a newer one");
        }
        if (isOn("wsrep_on")) {
            sentences.add("The server is a node of a Galera cluster, and the lock that orders changes holds on one node"
                    + " only: let all admin apps and scripts write to the same node");
        }
        if (isOn(READ_ONLY)) {
            sentences.add("The server is read-only (read_only=ON), so every change will fail: connect to the one that"
                    + " can be written to");
        }
        return sentences;
    }

    private boolean isOn(String name) {
        return variables.getOrDefault(name, "").toUpperCase(Locale.ROOT).startsWith("ON")
                || variables.getOrDefault(name, "").equals("1");
    }

    private static boolean isTooOld(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return version.contains("MariaDB") ? major < 10 || (major == 10 && minor < 6) : major < 8;
    }
}
