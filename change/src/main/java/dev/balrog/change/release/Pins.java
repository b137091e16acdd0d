// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.WHEN;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;

import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.BadDataException;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets pins: releases that clients can stay on although there are newer ones. */
public final class Pins {

    private final Transaction transaction;

    /** Creates pins within a transaction. */
    public Pins(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Outcome of setting a pin. */
    public sealed interface Outcome {
        /** Pin that was set, with its data version. */
        record Set(int dataVersion) implements Outcome {}

        /** Pin that was scheduled. */
        record Scheduled(ScheduledChange change, SignoffEvaluation evaluation) implements Outcome {
            /**
             * Returns the summary for the client; its data version is the future one of the pin.
             */
            public ObjectNode summary() {
                ObjectNode summary = change.summary(evaluation);
                Integer present = change.base().get(DATA_VERSION);
                return change.type() == ChangeType.UPDATE && present != null
                        ? summary.put("data_version", present + 1)
                        : summary;
            }
        }

        /** Pin that was left unchanged, because its release is newer. */
        record Newer() implements Outcome {}
    }

    /**
     * Sets the release for clients that are pinned to a version.
     *
     * @param release name of a split release
     * @param version version with a trailing dot
     * @param when time, in milliseconds since 1970; null for immediately
     */
    public Outcome set(String release, String product, String channel, String version, @Nullable Long when) {
        if (transaction.find(Entity.RELEASES_JSON, Row.of(NAME, release)).isEmpty()) {
            throw ChangeRejectedException.invalid("'" + release + "' is not an existing mapping.");
        }
        Row key = Row.of(PRODUCT, product).with(CHANNEL, channel).with(PINNABLE_RELEASES.VERSION, version);
        Optional<Row> present = transaction.find(Entity.PINNABLE_RELEASES, key);
        if (present.isPresent() && isNewer(present.get().require(MAPPING), release)) {
            return new Outcome.Newer();
        }
        Row pin = key.with(MAPPING, release);
        if (when == null) {
            Row row = present.isPresent()
                    ? transaction.update(
                            Entity.PINNABLE_RELEASES, key, pin, present.get().dataVersion())
                    : transaction.insert(Entity.PINNABLE_RELEASES, pin);
            return new Outcome.Set(row.dataVersion());
        }
        Row scheduled = pin.with(WHEN, when);
        ScheduledChange change = present.isPresent()
                ? transaction.schedule(
                        Entity.PINNABLE_RELEASES,
                        ChangeType.UPDATE,
                        scheduled.with(DATA_VERSION, present.get().dataVersion()))
                : transaction.schedule(Entity.PINNABLE_RELEASES, ChangeType.INSERT, scheduled);
        return new Outcome.Scheduled(change, transaction.evaluateSignoffs(change));
    }

    /**
     * Returns whether a release is newer than another, by version. Builds are not always created in
     * the order of their versions.
     */
    private boolean isNewer(String release, String other) {
        Optional<MozillaVersion> version = version(release);
        Optional<MozillaVersion> otherVersion = version(other);
        return version.isPresent()
                && otherVersion.isPresent()
                && MozillaVersion.compare(version.get(), otherVersion.get()) > 0;
    }

    private Optional<MozillaVersion> version(String release) {
        return transaction
                .find(Entity.RELEASES_JSON, Row.of(NAME, release))
                .map(row -> row.get(DATA))
                .map(Pins::applicationVersion)
                .filter(version -> !version.isEmpty())
                .map(Pins::parse);
    }

    private static String applicationVersion(JsonNode release) {
        String field = release.path("schema_version").asInt(0) == 1 ? "extv" : "appVersion";
        return release.path(field).asString("");
    }

    private static MozillaVersion parse(String version) {
        try {
            return VersionScheme.parseMozilla(version);
        } catch (BadDataException e) {
            throw ChangeRejectedException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
