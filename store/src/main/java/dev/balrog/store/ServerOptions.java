// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options in the query of the URI of a MySQL or MariaDB server. The names are those of SQLAlchemy's
 * drivers and of MySQL's own clients, with underscores or hyphens. Unknown options are rejected,
 * because an ignored option could be essential for a secure connection.
 *
 * @param tls encryption of the connection
 * @param authority file with the certificates of the trusted authorities, in PEM; empty for those
 *     that Java trusts
 * @param socket Unix domain socket to connect to in place of host and port
 * @param connectTimeout longest wait for a connection
 * @param socketTimeout longest wait for the server's response to a statement
 */
record ServerOptions(
        TlsMode tls,
        Optional<Path> authority,
        Optional<Path> socket,
        Optional<Duration> connectTimeout,
        Optional<Duration> socketTimeout) {
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "charset",
            "connect_timeout",
            "read_timeout",
            "ssl",
            "ssl_ca",
            "ssl_disabled",
            "ssl_mode",
            "ssl_verify_cert",
            "ssl_verify_identity",
            "unix_socket",
            "write_timeout"));
    private static final Set<String> CHARACTER_SETS = Set.of("utf8", "utf8mb3", "utf8mb4");
    /**
     * Pattern of accepted paths. The driver takes its options from a URL of its own, which can't
     * escape the excluded characters.
     */
    private static final Pattern PATH = Pattern.compile("/[^&,?#\\s]*");

    private static final int LONGEST_TIMEOUT_SECONDS = 86_400;

    /** Returns the options of a URI with no other option than the encryption. */
    static ServerOptions of(TlsMode tls) {
        return new ServerOptions(tls, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Parses the query of a URI.
     *
     * @param query the query without the question mark; null when there is none
     * @param host host of the URI; without TLS options, encryption is optional only for a server on
     *     this host
     * @throws IllegalArgumentException when an option or its value is unknown
     */
    static ServerOptions parse(@Nullable String query, String host) {
        Map<String, String> options = split(query);
        Optional<Path> socket = path(options, "unix_socket");
        Optional<Path> authority = path(options, "ssl_ca");
        authority.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new IllegalArgumentException(
                    "ssl_ca in the database URI names the file " + file + ", which can't be read");
        });
        String characterSet = options.getOrDefault("charset", "utf8mb4").toLowerCase(Locale.ROOT);
        if (!CHARACTER_SETS.contains(characterSet)) {
            throw new IllegalArgumentException("charset in the database URI has to be utf8mb4, which is always used");
        }
        return new ServerOptions(
                tls(options, authority.isPresent(), socket.isPresent() || isLoopback(host)),
                authority,
                socket,
                seconds(options, "connect_timeout"),
                Stream.of("read_timeout", "write_timeout")
                        .flatMap(name -> seconds(options, name).stream())
                        .max(Duration::compareTo));
    }

    private static Map<String, String> split(@Nullable String query) {
        Map<String, String> options = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return options;
        }
        for (String option : query.split("&", -1)) {
            String[] parts = option.split("=", 2);
            String name = parts[0].toLowerCase(Locale.ROOT).replace('-', '_');
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("The database URI has the option " + parts[0]
                        + ", which is not supported. Supported are " + String.join(", ", KNOWN));
            }
            String value =
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
            if (options.put(name, value) != null) {
                throw new IllegalArgumentException("The database URI has the option " + name + " twice");
            }
        }
        return options;
    }

    private static TlsMode tls(Map<String, String> options, boolean authority, boolean local) {
        Optional<Boolean> wanted = flag(options, "ssl");
        Optional<Boolean> disabled = flag(options, "ssl_disabled");
        Optional<Boolean> verifyAuthority = flag(options, "ssl_verify_cert");
        Optional<Boolean> verifyHost = flag(options, "ssl_verify_identity");
        boolean off = wanted.equals(Optional.of(false)) || disabled.equals(Optional.of(true));
        TlsMode least;
        if (verifyHost.equals(Optional.of(true))) {
            least = TlsMode.VERIFY_IDENTITY;
        } else if (verifyAuthority.orElse(authority)) {
            least = TlsMode.VERIFY_CA;
        } else if (authority || wanted.equals(Optional.of(true)) || disabled.equals(Optional.of(false))) {
            least = TlsMode.REQUIRED;
        } else if (verifyAuthority.isPresent() || verifyHost.isPresent() || local) {
            least = TlsMode.PREFERRED;
        } else {
            least = TlsMode.VERIFY_IDENTITY;
        }
        String mode = options.get("ssl_mode");
        TlsMode chosen = mode != null ? mode(mode) : off ? TlsMode.DISABLED : least;
        boolean verified =
                authority || verifyAuthority.equals(Optional.of(true)) || verifyHost.equals(Optional.of(true));
        boolean said = verified || wanted.isPresent() || disabled.isPresent();
        boolean contradictory = off ? verified || chosen != TlsMode.DISABLED : said && chosen.compareTo(least) < 0;
        if (contradictory) {
            throw new IllegalArgumentException("The options for ssl in the database URI contradict each other: "
                    + String.join(", ", names(options)));
        }
        return chosen;
    }

    private static Collection<String> names(Map<String, String> options) {
        return options.keySet().stream().filter(name -> name.startsWith("ssl")).toList();
    }

    private static TlsMode mode(String wanted) {
        return Arrays.stream(TlsMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(wanted.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ssl_mode in the database URI has to be one of "
                        + Arrays.stream(TlsMode.values()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    private static Optional<Boolean> flag(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name)).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on", "" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException(name + " in the database URI has to be true or false");
        });
    }

    private static Optional<Path> path(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name)).map(value -> {
            if (!PATH.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        name + " in the database URI has to be an absolute path without spaces, commas, &, ? and #");
            }
            return Path.of(value);
        });
    }

    private static Optional<Duration> seconds(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name)).map(value -> {
            if (!value.matches("[0-9]{1,5}")
                    || Integer.parseInt(value) < 1
                    || Integer.parseInt(value) > LONGEST_TIMEOUT_SECONDS) {
                throw new IllegalArgumentException(name
                        + " in the database URI has to be a number of seconds from 1 to " + LONGEST_TIMEOUT_SECONDS);
            }
            return Duration.ofSeconds(Integer.parseInt(value));
        });
    }

    /** Returns whether a host is this one, without a DNS query. */
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        // A host name could resolve to a different IP address for each connection; only literal IP
        // addresses are certain.
        if (!host.matches("[0-9.]+") && !host.contains(":")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
