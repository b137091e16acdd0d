// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ClientException;
import dev.balrog.client.rule.Rule;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleFields;
import dev.balrog.client.schedule.ChangeType;
import dev.balrog.client.schedule.ScheduleRequest;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.rehearsal.traffic.Journal;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Simulated release managers: every other second they create a release and map a rule to it,
 * directly or through the agent. All acknowledged changes have to exist at the end.
 */
final class Writer implements AutoCloseable {
    static final String PRODUCT = "Firefox";
    static final String CHANNEL = "rehearsal";
    static final String PLATFORM = "Linux_x86_64-gcc3";
    static final String LOCALE = "de";
    /** Build ID of version 0. */
    static final long BASE = 20_300_101_000_000L;

    /** Alias of the rule that maps to the current version. */
    static final String ALIAS = "rehearsal";

    private static final String NAME = "Rehearsal-";
    private static final int PRIORITY = 1_000;
    private static final int ALL_CLIENTS = 100;
    private static final int SCHEDULED_EVERY = 4;
    private static final long SCHEDULE_AHEAD_MILLIS = 1_500;
    private static final long PAUSE_NANOS = 1_500_000_000L;
    private static final long LOOK_MILLIS = 200;
    private static final long LOOK_NANOS = LOOK_MILLIS * 1_000_000;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final BalrogClient client;
    private final Journal journal;
    private final Thread thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    private final Ledger ledger;
    private final AtomicInteger enactedByAgent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String lastRefusal = "nothing was refused";
    private volatile boolean closed;

    Writer(BalrogClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
        this.ledger = new Ledger(client);
    }

    /** Creates version 0, and the rule that maps to it. */
    void begin() {
        submit(0);
        client.rules()
                .create(mapping(0)
                        .with(RuleField.ALIAS, ALIAS)
                        .with(RuleField.PRIORITY, PRIORITY)
                        .with(RuleField.BACKGROUND_RATE, ALL_CLIENTS)
                        .with(RuleField.UPDATE_TYPE, "minor")
                        .with(RuleField.PRODUCT, PRODUCT)
                        .with(RuleField.CHANNEL, CHANNEL));
        ledger.mapped(0);
    }

    /** Starts creating further versions, until closed. */
    void start() {
        thread.start();
    }

    private void run() {
        for (int version = 1; !closed; ) {
            try {
                make(version);
                version++;
            } catch (ClientException e) {
                refused.incrementAndGet();
                lastRefusal = String.valueOf(e.getMessage());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void make(int version) {
        submit(version);
        // From here on clients may get this version, even if a response is lost.
        journal.sent(version, System.nanoTime());
        Optional<ScheduledChange> open = open();
        if (open.isPresent()) {
            awaitAgent(open.get().id());
        } else if (version % SCHEDULED_EVERY == 0 && !isMapped(version)) {
            awaitAgent(schedule(version));
            enactedByAgent.incrementAndGet();
        }
        if (!isMapped(version)) {
            client.rules().update(ALIAS, mapping(version));
        }
        journal.acknowledged(version, System.nanoTime());
        ledger.mapped(version);
    }

    private void submit(int version) {
        client.releases().submit(name(version), blob(version), PRODUCT, null);
        ledger.released(version);
    }

    private boolean isMapped(int version) {
        return name(version).equals(client.rules().get(ALIAS).fields().get(RuleField.MAPPING));
    }

    private static RuleFields mapping(int version) {
        return RuleFields.NONE.with(RuleField.MAPPING, name(version));
    }

    private long schedule(int version) {
        Rule rule = client.rules().get(ALIAS);
        ObjectNode object = rule.fields()
                .with(RuleField.MAPPING, name(version))
                .toJson()
                .put("rule_id", rule.id())
                .put("data_version", rule.dataVersion());
        Instant when = Instant.now().plusMillis(SCHEDULE_AHEAD_MILLIS);
        return client.scheduledChanges()
                .schedule(ObjectKind.RULE, new ScheduleRequest(ChangeType.UPDATE, when, null, object))
                .id();
    }

    private Optional<ScheduledChange> open() {
        return client.scheduledChanges().open(ObjectKind.RULE).stream().findFirst();
    }

    private void awaitAgent(long change) {
        while (!closed
                && client.scheduledChanges().findOpen(ObjectKind.RULE, change).isPresent()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Returns the name of the release of a version. */
    static String name(int version) {
        return NAME + version;
    }

    /** Returns the content of the release of a version. */
    static ObjectNode blob(int version) {
        String build = Long.toString(BASE + version);
        ObjectNode blob = JsonNodeFactory.instance.objectNode();
        blob.put("name", name(version)).put("schema_version", 4).put("hashFunction", "sha512");
        ObjectNode platform = blob.putObject("platforms").putObject(PLATFORM);
        platform.put("OS_BOUNCER", "linux64").put("OS_FTP", "linux-x86_64");
        ObjectNode locale = platform.putObject("locales").putObject(LOCALE);
        locale.put("appVersion", "200.0").put("displayVersion", "200.0").put("buildID", build);
        locale.putArray("completes")
                .addObject()
                .put("filesize", 70_000_000)
                .put("from", "*")
                .put("hashValue", "ab".repeat(64))
                .put("fileUrl", "https://archive.mozilla.org/pub/firefox/rehearsal/" + build + ".complete.mar");
        return blob;
    }

    /** Returns the ledger of acknowledged changes. */
    Ledger ledger() {
        return ledger;
    }

    /** Returns the number of acknowledged changes: releases, and rules that map to them. */
    int acknowledged() {
        return ledger.acknowledged();
    }

    /** Returns the number of changes that the agent enacted. */
    int enactedByAgent() {
        return enactedByAgent.get();
    }

    /** Returns the number of changes that were not acknowledged and therefore retried. */
    int refused() {
        return refused.get();
    }

    /**
     * Waits for the next acknowledged change.
     *
     * @throws IOException if there is none before the timeout
     */
    void awaitChange() throws IOException, InterruptedException {
        int known = acknowledged();
        long start = System.nanoTime();
        while (acknowledged() <= known) {
            if (System.nanoTime() - start > TIMEOUT_NANOS) {
                throw new IOException("no change can be made: " + lastRefusal);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Stops making changes; returns when the last one is done. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
