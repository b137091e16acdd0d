// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ReleaseVerification;
import dev.balrog.store.StoreException;
import dev.balrog.store.query.PublicQueries;
import dev.balrog.store.query.PublicQueries.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Warnings about releases with responses that are withheld, invalid or discarded by clients, before
 * a rule maps to them.
 */
final class ResponseWarnings {
    private final ChangeEngine engine;
    private final PublicQueries queries;
    private final ReleaseVerification verification;

    ResponseWarnings(ChangeEngine engine, PublicQueries queries, UrlPolicy policy) {
        this.engine = engine;
        this.queries = queries;
        this.verification = new ReleaseVerification(policy);
    }

    /** Returns one sentence per kind of finding for the releases that a rule or pin maps to. */
    List<String> of(JsonNode row) {
        return Stream.of("mapping", "fallbackMapping")
                .map(column -> row.path(column).asString(""))
                .filter(name -> !name.isEmpty())
                .distinct()
                .flatMap(this::ofRelease)
                .toList();
    }

    private Stream<String> ofRelease(String name) {
        Optional<StoredRelease> release;
        try {
            release = stored(name);
        } catch (InvalidReleaseException | StoreException unreadable) {
            return Stream.of(name + " can't be read, so clients get no update: " + unreadable.getMessage());
        }
        if (release.isEmpty()) {
            return Stream.empty();
        }
        List<Finding> findings = verification.verify(release.get()).findings();
        return Stream.of(Finding.Kind.values())
                .flatMap(kind -> findings.stream()
                        .filter(finding -> finding.kind() == kind)
                        .limit(1))
                .map(finding -> sentence(name, finding));
    }

    private Optional<StoredRelease> stored(String name) throws InvalidReleaseException {
        Optional<String> product = engine.read(reading -> product(reading, name));
        Optional<JsonNode> content = queries.release(name).map(Versioned::data);
        return product.isEmpty() || content.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredRelease(name, product.get(), ReleaseReader.read(content.get())));
    }

    private static Optional<String> product(ReadTransaction reading, String name) {
        return Stream.of(Entity.RELEASES_JSON, Entity.RELEASES)
                .flatMap(entity -> reading.listColumns(entity, List.of(PRODUCT), Row.of(NAME, name)).stream())
                .flatMap(row -> Stream.ofNullable(row.get(PRODUCT)))
                .findFirst();
    }

    private static String sentence(String name, Finding finding) {
        String effect = switch (finding.kind()) {
            case MALFORMED, FORBIDDEN_URL -> " is withheld from clients";
            case UNUSABLE -> " has responses that clients discard";
            case UNANSWERABLE -> " causes status 400 for some clients";
        };
        String place = finding.pointer().isEmpty() ? "" : " (" + finding.pointer() + ")";
        return name + effect + place + ": " + finding.message();
    }
}
