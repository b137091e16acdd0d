// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a MySQL or MariaDB server, with encryption as {@link DatabaseUri.Tls} says. */
final class ServerDataSource extends MariaDbDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(ServerDataSource.class);

    private final DatabaseUri.MySql uri;
    private final @Nullable MariaDbDataSource unverified;
    private volatile boolean verifiable = true;

    private ServerDataSource(DatabaseUri.MySql uri, String url, @Nullable MariaDbDataSource unverified)
            throws SQLException {
        super(url);
        this.uri = uri;
        this.unverified = unverified;
        setUser(uri.user());
        setPassword(uri.password());
    }

    static ServerDataSource of(DatabaseUri.MySql uri, DatabaseOptions options) {
        try {
            return switch (uri.tls()) {
                case DISABLED -> new ServerDataSource(uri, url(uri, options, "disable"), null);
                case PREFERRED ->
                    new ServerDataSource(
                            uri,
                            url(uri, options, "allow"),
                            new ServerDataSource(uri, url(uri, options, "trust"), null));
                case REQUIRED -> new ServerDataSource(uri, url(uri, options, "trust"), null);
                case VERIFY_CA -> new ServerDataSource(uri, url(uri, options, "verify-ca"), null);
                case VERIFY_IDENTITY -> new ServerDataSource(uri, url(uri, options, "verify-full"), null);
            };
        } catch (SQLException e) {
            throw new IllegalArgumentException("No connection can be made from " + uri + ": " + e.getMessage(), e);
        }
    }

    private static String url(DatabaseUri.MySql uri, DatabaseOptions options, String sslMode) {
        String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
        // Strict, so that text that is too long is an error and is not cut; with the key of the server as the
        // clients of the reference get it, for servers without encryption.
        return "jdbc:mariadb://" + host + ":" + uri.port() + "/" + uri.name() + "?sslMode=" + sslMode
                + "&connectTimeout=" + options.connectTimeout().toMillis()
                + "&socketTimeout=" + options.socketTimeout().toMillis()
                + "&sessionVariables=sql_mode='TRADITIONAL'"
                + "&allowPublicKeyRetrieval=true";
    }

    @Override
    public Connection getConnection() throws SQLException {
        MariaDbDataSource other = unverified;
        if (other == null) {
            return super.getConnection();
        }
        if (!verifiable) {
            return other.getConnection();
        }
        try {
            return super.getConnection();
        } catch (SQLException e) {
            if (!mayBeAboutTheCertificate(e)) {
                throw e;
            }
            Connection connection;
            try {
                connection = other.getConnection();
            } catch (SQLException _) {
                // Without asking for the certificate it is no better, so it was not about that.
                throw e;
            }
            verifiable = false;
            LOG.warn(
                    "The certificate of the database server {} can't be verified; the connection is encrypted all the"
                            + " same. Add ?ssl_mode=VERIFY_IDENTITY to the database URI to insist on it, or"
                            + " ?ssl_mode=REQUIRED to be rid of this warning.",
                    uri);
            return connection;
        }
    }

    /** The driver has several ways to say so, and not all are told by their type. */
    private static boolean mayBeAboutTheCertificate(SQLException error) {
        if (String.valueOf(error.getSQLState()).startsWith("28")) {
            return false;
        }
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof IOException) {
                return e instanceof SSLException;
            }
        }
        return true;
    }
}
