// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.permission.RequiredSignoff;
import dev.balrog.client.release.ReleaseFilter;
import dev.balrog.client.release.ReleaseInfo;
import dev.balrog.client.release.StoredRelease;
import dev.balrog.client.schedule.ChangeType;
import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.ObjectKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads scheduled changes together with the objects that they change. */
final class ChangeReader {
    private final BalrogClient client;

    ChangeReader(BalrogClient client) {
        this.client = client;
    }

    /** Reads a change of an object; empty if no such change is open. */
    Optional<ChangeReview> ofObject(String name, ObjectKind kind, long number) {
        return client.scheduledChanges().findOpen(kind, number).map(change -> review(name, kind, change));
    }

    /** Reads an earlier state of a change of an object; empty if it is not known. */
    Optional<ChangeReview> revision(String name, ObjectKind kind, long number, long dataVersion) {
        return client.scheduledChanges()
                .findRevision(kind, number, dataVersion)
                .map(change -> review(name, kind, change));
    }

    private ChangeReview review(String name, ObjectKind kind, ScheduledChange change) {
        ObjectNode row = change.object().deepCopy();
        row.remove("data_version");
        JsonNode before = change.type() == ChangeType.INSERT ? MissingNode.getInstance() : before(kind, row);
        if (before instanceof ObjectNode known) {
            // Members that the API does not return for both can't be compared.
            known.retain(row.propertyNames());
            if (kind == ObjectKind.RELEASE) {
                row.remove("product");
            }
        }
        return new ChangeReview(
                name,
                List.of(change),
                change.requiredSignoffs(),
                before,
                change.type() == ChangeType.DELETE ? MissingNode.getInstance() : row,
                change.type() == ChangeType.DELETE ? List.of() : mappings(row));
    }

    private static List<String> mappings(JsonNode row) {
        List<String> sentences = new ArrayList<>();
        row.path("mapping").asStringOpt().ifPresent(release -> sentences.add("release " + release));
        row.path("fallbackMapping")
                .asStringOpt()
                .ifPresent(release -> sentences.add("release " + release + ", as the fallback"));
        return sentences;
    }

    private JsonNode before(ObjectKind kind, ObjectNode row) {
        return unlessRejected(() -> switch (kind) {
            case RULE -> Shapes.rule(client.rules().get(row.path("rule_id").asString()));
            case RELEASE -> release(row.path("name").asString());
            case PERMISSION -> permission(row);
            case USER_ROLE -> role(row);
            case SHUTOFF ->
                Shapes.shutoff(client.shutoffs()
                        .get(row.path("product").asString(), row.path("channel").asString()));
            case PRODUCT_SIGNOFF -> requirement(client.requiredSignoffs().products(), row);
            case PERMISSION_SIGNOFF -> requirement(client.requiredSignoffs().permissions(), row);
            case PIN ->
                Shapes.pin(client.pins()
                        .get(
                                row.path("product").asString(),
                                row.path("channel").asString(),
                                row.path("version").asString()));
        });
    }

    private JsonNode release(String name) {
        ObjectNode release = Shapes.object()
                .put("name", name)
                .put("read_only", client.releasesV1().isReadOnly(name));
        release.set("data", client.releasesV1().get(name).content());
        return release;
    }

    private JsonNode permission(ObjectNode row) {
        String user = row.path("username").asString();
        String permission = row.path("permission").asString();
        return Optional.ofNullable(client.users().get(user).permissions().get(permission))
                .<JsonNode>map(held -> {
                    ObjectNode known = Shapes.object().put("username", user).put("permission", permission);
                    known.set("options", held.options());
                    return known;
                })
                .orElse(MissingNode.getInstance());
    }

    private JsonNode role(ObjectNode row) {
        String user = row.path("username").asString();
        String role = row.path("role").asString();
        return client.users().get(user).roles().containsKey(role)
                ? Shapes.object().put("username", user).put("role", role)
                : MissingNode.getInstance();
    }

    private static JsonNode requirement(List<RequiredSignoff> all, ObjectNode row) {
        return all.stream()
                .filter(one -> one.product().equals(row.path("product").asString())
                        && one.role().equals(row.path("role").asString())
                        && (one.channel() == null
                                || one.channel().equals(row.path("channel").asString(""))))
                .findFirst()
                .<JsonNode>map(one -> Shapes.object()
                        .put("product", one.product())
                        .put("channel", one.channel())
                        .put("role", one.role())
                        .put("signoffs_required", one.signoffs()))
                .orElse(MissingNode.getInstance());
    }

    /** Reads all scheduled changes of a release of the v2 API; empty for none. */
    Optional<ChangeReview> ofRelease(String name, String release) {
        return client.releases().list(new ReleaseFilter(null, release)).stream()
                .filter(info ->
                        info.name().equals(release) && !info.scheduledChanges().isEmpty())
                .findFirst()
                .map(info -> review(name, info));
    }

    private ChangeReview review(String name, ReleaseInfo info) {
        List<ScheduledChange> parts = info.scheduledChanges();
        Optional<StoredRelease> stored = client.releases().find(info.name());
        Set<String> readOnly = new HashSet<>();
        parts.forEach(part ->
                part.object().path("read_only").asBooleanOpt().ifPresent(value -> readOnly.add(value.toString())));
        boolean isDeleted = parts.stream()
                .anyMatch(part -> part.type() == ChangeType.DELETE
                        && part.object().path("path").asString("").isEmpty());
        ObjectNode before = Shapes.object();
        ObjectNode after = Shapes.object();
        stored.ifPresent(release -> {
            before.set("data", release.blob());
            after.set("data", release.scheduledBlob() == null ? release.blob() : release.scheduledBlob());
        });
        before.put("read_only", Boolean.toString(info.readOnly()));
        after.put("read_only", readOnly.stream().findFirst().orElse(Boolean.toString(info.readOnly())));
        String rules = new TreeSet<>(info.rules().keySet())
                .stream().map(Object::toString).collect(Collectors.joining(", "));
        boolean unlocks = info.readOnly() && readOnly.contains("false");
        return new ChangeReview(
                name,
                parts,
                unlocks && info.requiredSignoffs().isEmpty() ? info.productRequiredSignoffs() : info.requiredSignoffs(),
                info.dataVersion() == null ? MissingNode.getInstance() : before,
                isDeleted ? MissingNode.getInstance() : after,
                rules.isEmpty() ? List.of() : List.of("clients by the rules that map to it: " + rules));
    }

    /**
     * Returns the result; a missing node if there is no such object, or if the user may not read
     * it.
     */
    private static JsonNode unlessRejected(Supplier<JsonNode> found) {
        try {
            return found.get();
        } catch (ApiException e) {
            if (e.isServerError()) {
                throw e;
            }
            return MissingNode.getInstance();
        }
    }
}
