// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.change.UnboundSignoffs;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.HttpSettings;
import dev.balrog.store.DatabaseUri;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the admin app is to run.
 *
 * @param database where everything is kept
 * @param http where to listen, and the bounds of what is listened to
 * @param headers what browsers are told to allow
 * @param identity who is believed to be whom
 * @param ui what the user interface has to know
 * @param history where the revisions of releases are kept
 * @param urlPolicy which download URLs may be answered
 * @param systemAccounts users who are programs, and so can't sign off anything
 * @param contentChecks strictness of the checks on the content of releases
 * @param unboundSignoffs treatment of signoffs without a recorded outcome digest
 * @param anonymousRead access of clients that don't log in
 * @param versionFile file that {@code /__version__} answers with; empty for what the build knows
 * @param grace how long requests in flight may take to be finished when the app is stopped
 */
public record AdminSettings(
        DatabaseUri database,
        HttpSettings http,
        Headers headers,
        Identity identity,
        Ui ui,
        History history,
        UrlPolicy urlPolicy,
        Set<String> systemAccounts,
        ContentChecks contentChecks,
        UnboundSignoffs unboundSignoffs,
        AnonymousRead anonymousRead,
        Optional<Path> versionFile,
        Duration grace) {

    public AdminSettings {
        systemAccounts = Set.copyOf(systemAccounts);
    }

    /** Returns the names of all service accounts: those that are named as such, and those that clients log in as. */
    public Set<String> serviceAccounts() {
        return Stream.concat(systemAccounts.stream(), identity.machines().values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What browsers are told to allow.
     *
     * @param corsOrigins origins whose pages may use the API; one that is {@code *} lets all of them
     * @param strictTransportSecurity value of the header of the same name
     * @param contentSecurityPolicy value of the header of the same name, for answers that are no pages
     */
    public record Headers(Set<String> corsOrigins, String strictTransportSecurity, String contentSecurityPolicy) {
        /** What is said unless told otherwise: secure connections for a year, and nothing here is a page. */
        public static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000;";

        public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";

        public Headers {
            corsOrigins = Set.copyOf(corsOrigins);
        }

        /** The usual headers, for pages of these origins. */
        public static Headers forOrigins(Set<String> corsOrigins) {
            return new Headers(corsOrigins, STRICT_TRANSPORT_SECURITY, CONTENT_SECURITY_POLICY);
        }
    }

    /**
     * Who is believed to be whom.
     *
     * @param issuer the identity provider, as its tokens spell it
     * @param audience whom tokens have to be for
     * @param keys the provider's public keys: an address or a file; empty to ask the provider where they are
     * @param machines names of machines by the client ids in their tokens
     * @param acceptUnverifiedEmails whether people may log in with an e-mail address that is not verified
     */
    public record Identity(
            URI issuer,
            String audience,
            Optional<String> keys,
            Map<String, String> machines,
            boolean acceptUnverifiedEmails) {
        public Identity {
            machines = Map.copyOf(machines);
        }
    }

    /**
     * What the user interface has to know.
     *
     * @param clientId as which client of the identity provider people log in; empty: they can't
     * @param scope what the identity provider is asked for when they do, separated by blanks
     * @param environment what kind of server this is, such as {@code production}, for people to see
     * @param uptake whether an agent measures uptake, so that scheduled changes can wait for it
     */
    public record Ui(Optional<String> clientId, String scope, String environment, boolean uptake) {
        /** What is asked for unless told otherwise: who it is, and how to spell them. */
        public static final String SCOPE = "openid profile email";
    }

    /**
     * Where the revisions of releases are kept: the name of a bucket at Google, or an address that begins with
     * {@code gs://}, {@code s3://} or {@code file:///}.
     *
     * @param releases for most of them; empty to keep none
     * @param nightly for those whose names contain {@code nightly}; empty to keep none
     */
    public record History(Optional<String> releases, Optional<String> nightly) {}
}
