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

    /** Says so when passwords and data may cross a network in clear text, or to somebody who only claims to be the server. */
    private static void warnOfUnverified(DatabaseUri.MySql uri) {
        if (uri.socket().isPresent() || ServerOptions.isLoopback(uri.host())) {
            return;
        }
        switch (uri.tls()) {
            case DISABLED, PREFERRED ->
                LOG.warn(
                        "The connection to the database server {} may be in clear text, because the database URI says"
                                + " ssl_mode={}. Leave that out to insist on encryption and on the server's certificate.",
                        uri,
                        uri.tls());
            case REQUIRED ->
                LOG.warn(
                        "The certificate of the database server {} is not verified, because the database URI says"
                                + " ssl_mode=REQUIRED. Use VERIFY_CA with ssl_ca for a private authority.",
                        uri);
            case VERIFY_CA, VERIFY_IDENTITY -> {}
        }
    }

    static ServerDataSource of(DatabaseUri.MySql uri, DatabaseOptions options) {
        warnOfUnverified(uri);
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
        ServerOptions chosen = uri.options();
        boolean askForKey = chosen.socket().isPresent()
                || ServerOptions.isLoopback(uri.host())
                || chosen.tls() == DatabaseUri.Tls.DISABLED;
        // Strict, so that a string that is too long is an error and is not cut. The server's public key is only asked
        // for where nobody can be in between, or where the operator has said not to mind.
        return "jdbc:mariadb://" + host + ":" + uri.port() + "/" + uri.name() + "?sslMode=" + sslMode
                + "&connectTimeout="
                + chosen.connectTimeout().orElse(options.connectTimeout()).toMillis()
                + "&socketTimeout="
                + chosen.socketTimeout().orElse(options.socketTimeout()).toMillis()
                + "&sessionVariables=sql_mode='TRADITIONAL'"
                + "&allowPublicKeyRetrieval=" + askForKey
                + chosen.authority().map(file -> "&serverSslCert=" + file).orElse("")
                + chosen.socket().map(path -> "&localSocket=" + path).orElse("");
    }

    @Override
    public Connection getConnection() throws SQLException {
        MariaDbDataSource other = unverified;
        if (other == null) {
            return super.getConnection();
        }
        if (!verifiable) {
            try {
                return other.getConnection();
            } catch (SQLException e) {
                // Perhaps it is another server by now, or has another certificate or none.
                verifiable = true;
                LOG.debug("No encrypted connection to {} any more; trying from the beginning", uri, e);
            }
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
