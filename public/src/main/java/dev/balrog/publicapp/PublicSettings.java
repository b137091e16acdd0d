// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.AnonymousRead;
import dev.balrog.service.HttpSettings;
import dev.balrog.store.DatabaseUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the public app.
 *
 * @param database database with the rules and releases
 * @param http listen address and limits of the HTTP server
 * @param urlPolicy policy on the download URLs that may be served
 * @param cacheControl value of the {@code Cache-Control} header of all responses except health
 *     checks
 * @param signing keys for content signatures
 * @param spool directory for the last good snapshot; empty to keep none
 * @param versionFile file that {@code /__version__} returns; empty for the build information
 * @param pollInterval pause between two polls of the database for changes
 * @param anonymousRead read access of anonymous clients; the read-only API shows the names of users
 *     only with {@link AnonymousRead#FULL}
 * @param publicReleases releases that the read-only API shows
 * @param grace maximum time to finish requests in flight when the app stops
 * @param contentChecks whether releases with responses that clients discard are withheld too
 * @param unexplained treatment of rows that the audit log does not explain
 * @param bodyCacheBytes maximum memory of the cache of rendered responses, in bytes; 0 for none
 * @param trafficOneOf number of update requests of which one is recorded for a traffic sample; 0 to
 *     record none
 */
public record PublicSettings(
        DatabaseUri database,
        HttpSettings http,
        UrlPolicy urlPolicy,
        String cacheControl,
        SigningSettings signing,
        Optional<Path> spool,
        Optional<Path> versionFile,
        Duration pollInterval,
        AnonymousRead anonymousRead,
        PublicReleases publicReleases,
        Duration grace,
        ContentChecks contentChecks,
        UnexplainedChanges unexplained,
        long bodyCacheBytes,
        int trafficOneOf) {

    /** Default memory of the cache of rendered responses, in MiB. */
    public static final int DEFAULT_BODY_CACHE_MEBIBYTES = 32;

    /** Default memory of the cache of rendered responses, in bytes. */
    public static final long DEFAULT_BODY_CACHE_BYTES = (long) DEFAULT_BODY_CACHE_MEBIBYTES << 20;
}
