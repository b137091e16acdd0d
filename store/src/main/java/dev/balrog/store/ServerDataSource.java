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

/** Data source of a MySQL or MariaDB server, encrypted according to {@link TlsMode}. */
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

    /**
     * Logs a warning when passwords and data may cross a network in clear text, or be sent to an
     * impostor of the server.
     */
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
            throw new IllegalArgumentException("Can't connect with " + uri + ": " + e.getMessage(), e);
        }
    }

    private static String url(DatabaseUri.MySql uri, DatabaseOptions options, String sslMode) {
        String host = uri.host().contains(":") ? "[" + uri.host() + "]" : uri.host();
        ServerOptions chosen = uri.options();
        boolean askForKey =
                chosen.socket().isPresent() || ServerOptions.isLoopback(uri.host()) || chosen.tls() == TlsMode.DISABLED;
        // Strict mode, so that a string that is too long is an error and is not truncated. The
        // server's public key is only requested where a man-in-the-middle attack is impossible, or
        // where the operator has disabled encryption.
        return "jdbc:mariadb://" + host + ":" + uri.port() + "/" + uri.name() + "?sslMode=" + sslMode
                + "&connectTimeout="
                + chosen.connectTimeout().orElse(options.connectTimeout()).toMillis()
                + "&socketTimeout="
                + chosen.socketTimeout().orElse(options.socketTimeout()).toMillis()
                + "&sessionVariables=sql_mode='TRADITIONAL'"
                + "&allowPublicKeyRetrieval=" + askForKey
                + (chosen.socket().isPresent() ? "" : "&socketFactory=" + CountingSocketFactory.class.getName())
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
                // The server may have been replaced, or have another certificate or none.
                verifiable = true;
                LOG.debug("No encrypted connection to {}; connecting anew", uri, e);
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
                // It also fails without verification, so the certificate is not the cause.
                throw e;
            }
            verifiable = false;
            LOG.warn(
                    "The certificate of the database server {} can't be verified; the connection is encrypted"
                            + " nevertheless. Add ?ssl_mode=VERIFY_IDENTITY to the database URI to insist on it, or"
                            + " ?ssl_mode=REQUIRED to silence this warning.",
                    uri);
            return connection;
        }
    }

    /**
     * Returns whether an error may be a failed verification of the certificate. The driver reports
     * this in several ways, not all of them distinguished by exception type.
     */
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
