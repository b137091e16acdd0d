// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.ChangeType;
import dev.balrog.client.ClientException;
import dev.balrog.client.ObjectKind;
import dev.balrog.client.Rule;
import dev.balrog.client.RuleField;
import dev.balrog.client.RuleFields;
import dev.balrog.client.RuleRevision;
import dev.balrog.client.ScheduleRequest;
import dev.balrog.client.ScheduledChange;
import dev.balrog.client.StoredRelease;
import dev.balrog.rehearsal.traffic.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The release managers: makes a release every other second, and leads clients to it, by itself or by the agent. Of what was
 * acknowledged, all has to be there at the end.
 */
final class Writer implements AutoCloseable {
    static final String PRODUCT = "Firefox";
    static final String CHANNEL = "rehearsal";
    static final String PLATFORM = "Linux_x86_64-gcc3";
    static final String LOCALE = "de";
    /** The build of version 0. */
    static final long BASE = 20_300_101_000_000L;

    private static final String ALIAS = "rehearsal";
    private static final String NAME = "Rehearsal-";
    private static final int PRIORITY = 1_000;
    private static final int EVERYBODY = 100;
    private static final int SCHEDULED_EVERY = 4;
    private static final int PAGE = 100;
    private static final long SCHEDULE_AHEAD_MILLIS = 1_500;
    private static final long PAUSE_NANOS = 1_500_000_000L;
    private static final long LOOK_NANOS = 200_000_000L;

    private final BalrogClient client;
    private final Journal journal;
    private final Thread thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    private final List<Integer> releases = new ArrayList<>();
    private final List<Integer> mappings = new ArrayList<>();
    private volatile boolean closed;
    private int enactedByAgent;
    private int refused;
    private String lastRefusal = "";

    Writer(BalrogClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
    }

    /** Makes version 0, and the rule that leads to it. */
    void begin() {
        submit(0);
        client.rules()
                .create(mapping(0)
                        .with(RuleField.ALIAS, ALIAS)
                        .with(RuleField.PRIORITY, PRIORITY)
                        .with(RuleField.BACKGROUND_RATE, EVERYBODY)
                        .with(RuleField.UPDATE_TYPE, "minor")
                        .with(RuleField.PRODUCT, PRODUCT)
                        .with(RuleField.CHANNEL, CHANNEL));
        mappings.add(0);
    }

    /** Goes on from there, until closed. */
    void start() {
        thread.start();
    }

    private void run() {
        for (int version = 1; !closed; ) {
            try {
                make(version);
                version++;
            } catch (ClientException e) {
                refused++;
                lastRefusal = String.valueOf(e.getMessage());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void make(int version) {
        submit(version);
        // Whatever is lost of the answers from here on, clients may be led to the version.
        journal.sent(version, System.nanoTime());
        Optional<ScheduledChange> open = open();
        if (open.isPresent()) {
            awaitAgent(open.get().id());
        } else if (version % SCHEDULED_EVERY == 0 && !isMapped(version)) {
            awaitAgent(schedule(version));
            enactedByAgent++;
        }
        if (!isMapped(version)) {
            client.rules().update(ALIAS, mapping(version));
        }
        journal.acknowledged(version, System.nanoTime());
        mappings.add(version);
    }

    private void submit(int version) {
        client.releases().submit(NAME + version, blob(version), PRODUCT, null);
        releases.add(version);
    }

    private boolean isMapped(int version) {
        return (NAME + version).equals(client.rules().get(ALIAS).mapping());
    }

    private static RuleFields mapping(int version) {
        return RuleFields.NONE.with(RuleField.MAPPING, NAME + version);
    }

    private long schedule(int version) {
        Rule rule = client.rules().get(ALIAS);
        ObjectNode object = rule.fields()
                .with(RuleField.MAPPING, NAME + version)
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

    private static ObjectNode blob(int version) {
        String build = Long.toString(BASE + version);
        ObjectNode blob = JsonNodeFactory.instance.objectNode();
        blob.put("name", NAME + version).put("schema_version", 4).put("hashFunction", "sha512");
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

    /** How many changes were acknowledged: releases, and rules that lead to them. */
    int acknowledged() {
        return releases.size() + mappings.size();
    }

    /** How many of them the agent made. */
    int enactedByAgent() {
        return enactedByAgent;
    }

    /** How often a change was not acknowledged, and so was made again. */
    int refused() {
        return refused;
    }

    /** Why the last time; empty if never. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** What was acknowledged and is not there; only once closed. */
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        for (int version : releases) {
            Optional<StoredRelease> found = client.releases().find(NAME + version);
            String build = found.map(release -> release.blob()
                            .at("/platforms/" + PLATFORM + "/locales/" + LOCALE + "/buildID")
                            .asString(""))
                    .orElse("");
            if (!build.equals(Long.toString(BASE + version))) {
                lost.add("the release " + NAME + version);
            }
        }
        Set<String> mapped = everMapped();
        for (int version : mappings) {
            if (!mapped.contains(NAME + version)) {
                lost.add("the change that led to " + NAME + version);
            }
        }
        return lost;
    }

    /** All releases that the rule has ever led to, by its history. */
    private Set<String> everMapped() {
        long rule = client.rules().get(ALIAS).id();
        Set<String> mapped = new HashSet<>();
        List<RuleRevision> revisions;
        int page = 1;
        do {
            revisions = client.rules().revisions(rule, page, PAGE);
            revisions.forEach(
                    revision -> mapped.add(String.valueOf(revision.rule().mapping())));
            page++;
        } while (revisions.size() == PAGE);
        return mapped;
    }

    /** Makes no more changes; returns when the last one is done. */
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
