// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a complete sample: releases, rules, pins, shutoffs, users and required signoffs. */
public final class SampleData {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MANAGER = "release-manager@example.com";
    private static final String AUTOMATION = "release-automation@example.com";
    private static final String ADMINISTRATOR = "administrator@example.com";

    private final SampleSize size;
    private final Noise noise;
    private final RowSink sink;
    private final Rows rows;

    private SampleData(SampleSize size, long seed, RowSink sink) {
        this.size = size;
        this.noise = new Noise(seed);
        this.sink = sink;
        this.rows = new Rows(sink);
    }

    /** Writes the sample of this size and seed. */
    public static void write(SampleSize size, long seed, RowSink sink) throws IOException {
        new SampleData(size, seed, sink).write();
    }

    private void write() throws IOException {
        List<SampleRule> rules = new ArrayList<>(CatalogRules.all());
        writeReleases(rules);
        int ruleId = 0;
        for (SampleRule rule : rules) {
            rows.write("rules", List.of("rule_id"), MANAGER, rule.versions(++ruleId));
        }
        writePins();
        writeShutoffs();
        writeUsers();
        writeRequiredSignoffs();
    }

    /** Writes the releases, and adds rules for the releases to which no hand-written rule maps. */
    private void writeReleases(List<SampleRule> rules) throws IOException {
        AppReleaseRows appRows = new AppReleaseRows(noise, sink);
        Filler filler = new Filler(size);
        List<AppRelease> catalog = Catalog.of(size.locales());
        List<OtherRelease> others = OtherRelease.all(noise);
        for (OtherRelease other : others) {
            sink.row(other.table(), other.row());
        }
        List<AppRelease> live = new ArrayList<>(catalog);
        List<AppRelease> added = new ArrayList<>(filler.full(Math.max(0, size.fullReleases() - catalog.size())));
        int branches = size.liveReleases() - catalog.size() - others.size() - added.size();
        for (int i = 0; i < branches; i++) {
            added.add(filler.branch(i));
        }
        for (int i = 0; i < added.size(); i++) {
            rules.add(filler.ruleTo(added.get(i), i));
        }
        live.addAll(added);
        SplittableRandom random = noise.random("rules");
        for (int i = 0; rules.size() < size.rules(); i++) {
            rules.add(filler.partnerRule(i, live, random));
        }
        for (AppRelease release : live) {
            appRows.write(release);
        }
        int history = size.releases() - live.size() - others.size();
        for (int i = 0; i < history; i++) {
            appRows.write(filler.old(i));
        }
    }

    private void writePins() throws IOException {
        pin("Firefox", "release", "139.", "Firefox-139.0.4-build1");
        pin("Firefox", "release", "139.0.", "Firefox-139.0.4-build1");
        pin("Firefox", "release", "140.", "Firefox-140.0.2-build1");
        pin("Firefox", "release", "140.0.", "Firefox-140.0.2-build1");
        pin("Firefox", "esr", "115.", "Firefox-115.25.0esr-build1");
        pin("Firefox", "esr", "115.24.", "Firefox-115.24.0esr-build1");
        pin("Firefox", "esr", "128.", "Firefox-128.12.0esr-build1");
    }

    private void pin(String product, String channel, String version, String release) throws IOException {
        ObjectNode row = JSON.objectNode()
                .put("product", product)
                .put("channel", channel)
                .put("version", version)
                .put("mapping", release)
                .put("data_version", 1);
        rows.write("pinnable_releases", List.of("product", "version", "channel"), AUTOMATION, List.of(row));
    }

    private void writeShutoffs() throws IOException {
        ObjectNode row = JSON.objectNode()
                .put("product", "Thunderbird")
                .put("channel", "beta")
                .put("comment", "141.0b1 loses folders; held back until 141.0b2")
                .put("data_version", 1);
        rows.write("emergency_shutoffs", List.of("product", "channel"), MANAGER, List.of(row));
    }

    private void writeUsers() throws IOException {
        permission(ADMINISTRATOR, "admin", null);
        permission(MANAGER, "rule", products("Firefox", "Devedition", "Thunderbird"));
        permission(MANAGER, "emergency_shutoff", products("Firefox", "Devedition", "Thunderbird"));
        permission(AUTOMATION, "release", null);
        permission(AUTOMATION, "release_locale", null);
        permission("quality@example.com", "scheduled_change", null);
        role(ADMINISTRATOR, "releng");
        role(MANAGER, "relman");
        role("quality@example.com", "qa");
    }

    private static ObjectNode products(String... names) {
        ObjectNode options = JSON.objectNode();
        var list = options.putArray("products");
        for (String name : names) {
            list.add(name);
        }
        return options;
    }

    private void permission(String user, String permission, @Nullable ObjectNode options) throws IOException {
        ObjectNode row = JSON.objectNode().put("permission", permission).put("username", user);
        if (options != null) {
            row.set("options", options);
        }
        row.put("data_version", 1);
        rows.write("permissions", List.of("permission", "username"), ADMINISTRATOR, List.of(row));
    }

    private void role(String user, String role) throws IOException {
        ObjectNode row =
                JSON.objectNode().put("username", user).put("role", role).put("data_version", 1);
        rows.write("user_roles", List.of("username", "role"), ADMINISTRATOR, List.of(row));
    }

    private void writeRequiredSignoffs() throws IOException {
        for (String product : List.of("Firefox", "Thunderbird")) {
            for (String channel : List.of("release", "esr")) {
                requiredSignoff(product, channel, "releng", 1);
                requiredSignoff(product, channel, "relman", 1);
            }
        }
        ObjectNode row = JSON.objectNode()
                .put("product", "Firefox")
                .put("role", "releng")
                .put("signoffs_required", 1)
                .put("data_version", 1);
        rows.write("permissions_req_signoffs", List.of("product", "role"), ADMINISTRATOR, List.of(row));
    }

    private void requiredSignoff(String product, String channel, String role, int number) throws IOException {
        ObjectNode row = JSON.objectNode()
                .put("product", product)
                .put("channel", channel)
                .put("role", role)
                .put("signoffs_required", number)
                .put("data_version", 1);
        rows.write("product_req_signoffs", List.of("product", "channel", "role"), ADMINISTRATOR, List.of(row));
    }
}
