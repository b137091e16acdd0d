// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * URI of the database as in the variable {@code DBURI}: {@code sqlite:////absolute/path.db},
 * {@code sqlite:///relative/path.db} or {@code mysql://user:password@host:port/name}. The string
 * form hides the password.
 */
public sealed interface DatabaseUri {

    /**
     * Parses a URI. Ignores drivers in SQLAlchemy URIs, as in {@code mysql+pymysql:}. The query of
     * a server's URI contains options ({@link TlsMode}, {@code ssl_ca}, {@code unix_socket}, timeouts
     * and others); an unsupported option is rejected.
     *
     * @throws IllegalArgumentException when the URI has neither form; the message does not contain
     *     the password
     */
    static DatabaseUri parse(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        return switch (scheme.split("\\+", 2)[0]) {
            case "sqlite" -> Sqlite.parse(rest);
            case "mysql", "mariadb" -> MySql.parse(rest);
            default ->
                throw new IllegalArgumentException("The database URI has to begin with sqlite:/// or mysql://,"
                        + " as in sqlite:////absolute/path.db or mysql://user:password@host:3306/name");
        };
    }

    /**
     * A SQLite file.
     *
     * @param file absolute path
     */
    record Sqlite(Path file) implements DatabaseUri {
        private static Sqlite parse(String rest) {
            String[] parts = rest.split("\\?", 2);
            String path = parts[0];
            if (parts.length > 1) {
                checkOptions(parts[1]);
            }
            if (!path.startsWith("///") || path.equals("///") || path.equals("///:memory:")) {
                throw new IllegalArgumentException(
                        "The database URI does not name a SQLite file: after sqlite: come three"
                                + " slashes and the path, so four in all when it is absolute");
            }
            try {
                return new Sqlite(Path.of(path.substring(3)).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("The database URI has an invalid path: " + e.getReason(), e);
            }
        }

        /**
         * Checks the options of SQLAlchemy's driver. They have no effect here and don't change what
         * is read or written.
         */
        private static void checkOptions(String query) {
            for (String option : query.split("&", -1)) {
                if (!option.matches("(timeout|check_same_thread)=.*")) {
                    throw new IllegalArgumentException("The database URI has the option " + option.split("=", 2)[0]
                            + ", which is not supported for SQLite");
                }
            }
        }

        @Override
        public String toString() {
            return "sqlite:///" + file;
        }
    }

    /**
     * A database on a MySQL or MariaDB server.
     *
     * @param host host name or IP address; an IPv6 address without its brackets
     * @param port TCP port
     * @param name name of the database
     * @param user user name; empty for none
     * @param password password; empty for none
     * @param options options in the query of the URI
     */
    record MySql(String host, int port, String name, String user, String password, ServerOptions options)
            implements DatabaseUri {
        private static final int DEFAULT_PORT = 3306;
        // The last @ ends the credentials, so that a password with an unencoded @ is accepted.
        private static final Pattern FORM = Pattern.compile(
                "//(?:(?<user>[^:/@]*)(?::(?<password>.*))?@)?(?<host>\\[[^\\]]*]|[^:/?@]*)(?::(?<port>[^/?@]*))?"
                        + "(?:/(?<name>[^/?@]*))?(?:\\?(?<query>[^@]*))?");

        /** Creates a URI without further options. */
        public MySql(String host, int port, String name, String user, String password, TlsMode tls) {
            this(host, port, name, user, password, ServerOptions.of(tls));
        }

        /** Returns how the connection is encrypted. */
        public TlsMode tls() {
            return options.tls();
        }

        /**
         * Returns the certificates of the authorities to trust, in PEM; empty for those that Java
         * trusts.
         */
        public Optional<Path> authority() {
            return options.authority();
        }

        /** Returns the Unix domain socket to connect to in place of host and port. */
        public Optional<Path> socket() {
            return options.socket();
        }

        /** Returns the URI of another database on the same server. */
        public MySql withName(String other) {
            return new MySql(host, port, other, user, password, options);
        }

        private static MySql parse(String rest) {
            Matcher matcher = FORM.matcher(rest);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("The database URI must have the form"
                        + " mysql://user:password@host:3306/name, with special characters in user and password"
                        + " written as %40 for @, %2F for /");
            }
            String host = decode(matcher.group("host"));
            String name = decode(matcher.group("name"));
            ServerOptions options = ServerOptions.parse(matcher.group("query"), host);
            if (host.isEmpty() && options.socket().isPresent()) {
                host = "localhost";
            }
            if (host.isEmpty() || name.isEmpty()) {
                throw new IllegalArgumentException("The database URI lacks the "
                        + (host.isEmpty() ? "host" : "database") + ": it must have the form"
                        + " mysql://user:password@host:3306/name");
            }
            return new MySql(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    port(matcher.group("port")),
                    name,
                    decode(matcher.group("user")),
                    decode(matcher.group("password")),
                    options);
        }

        private static int port(@Nullable String port) {
            if (port == null) {
                return DEFAULT_PORT;
            }
            if (port.matches("[0-9]{1,5}")) {
                int number = Integer.parseInt(port);
                if (number > 0 && number < 65536) {
                    return number;
                }
            }
            throw new IllegalArgumentException("The port in the database URI has to be a number from 1 to 65535");
        }

        private static String decode(@Nullable String part) {
            if (part == null) {
                return "";
            }
            try {
                // URLDecoder decodes forms, where + is a space; in a URI, + is a plus sign.
                return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // The cause is omitted, because its message contains part of the password.
                throw new IllegalArgumentException("In the database URI, % begins an encoded character such as %40"
                        + " for @; a percent sign itself has to be written as %25");
            }
        }

        @Override
        public String toString() {
            String shownUser = user.isEmpty() ? "" : user + (password.isEmpty() ? "" : ":***") + "@";
            String shownHost = host.contains(":") ? "[" + host + "]" : host;
            return socket().map(path -> "mysql://" + shownUser + shownHost + "/" + name + "?unix_socket=" + path)
                    .orElseGet(() -> "mysql://" + shownUser + shownHost + ":" + port + "/" + name);
        }
    }
}
