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
 * How the public app is to run.
 *
 * @param database where rules and releases are
 * @param http where to listen, and the bounds of what is listened to
 * @param urlPolicy which download URLs may be answered
 * @param cacheControl value of the header of the same name, for all but health checks
 * @param signing what is signed, and how
 * @param spool directory for the last good snapshot; empty to keep none
 * @param versionFile file that {@code /__version__} answers with; empty for what the build knows
 * @param pollInterval how long to wait between two looks for changes in the database
 * @param anonymousRead whether the read-only API shows the names of people: only with {@link AnonymousRead#FULL}
 * @param publicReleases releases that the read-only API shows
 * @param grace how long requests in flight may take to be finished when the app is stopped
 * @param contentChecks whether releases are withheld as well whose responses clients discard
 * @param unexplained treatment of rows that the audit log does not explain
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
        UnexplainedChanges unexplained) {}
