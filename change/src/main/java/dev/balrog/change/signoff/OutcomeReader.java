// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.signoff;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.reachability.ReleaseContents;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Mappings;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.outcome.Outcome;
import dev.balrog.core.outcome.OutcomeDigest;
import dev.balrog.core.outcome.ReleaseContent;
import dev.balrog.core.reach.ReachableReleases;
import dev.balrog.core.reach.Reached;
import dev.balrog.core.reach.ReferenceSource;
import dev.balrog.core.reach.References;
import dev.balrog.core.reach.RuleReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes outcome digests of proposed changes from the current database state. Reads each release
 * once, so it must not be used after a write.
 */
public final class OutcomeReader {

    private final Tables tables;
    private final ReleaseContents contents;
    private final Map<String, List<Row>> rulesByProduct = new HashMap<>();
    private final Map<String, Optional<ReleaseContent>> proposedSplit = new HashMap<>();
    private final Map<Long, Long> generatedKeys;

    public OutcomeReader(Tables tables, ReleaseContents contents) {
        this(tables, contents, Map.of());
    }

    /**
     * Creates a reader.
     *
     * @param generatedKeys ids of rules, each with the number that digests have in its place
     */
    public OutcomeReader(Tables tables, ReleaseContents contents, Map<Long, Long> generatedKeys) {
        this.tables = tables;
        this.contents = contents;
        this.generatedKeys = Map.copyOf(generatedKeys);
    }

    /**
     * Returns the outcome digest of a change.
     *
     * @param pending the scheduled changes of the same split release: these are enacted together,
     *     so the outcome is that of all of them
     */
    public String digest(Proposal proposal, PendingParts pending) {
        Entity entity = proposal.entity();
        Row after = proposal.after();
        Map<String, Optional<ReleaseContent>> proposed = new HashMap<>();
        Set<String> roots = new TreeSet<>();
        switch (entity) {
            case RULES, PINNABLE_RELEASES -> {
                if (after != null) {
                    roots.addAll(Mappings.of(after));
                }
            }
            case RELEASES -> {
                String name = proposal.row().require(NAME);
                roots.add(name);
                proposed.put(name, Optional.ofNullable(after).map(ReleaseContents::whole));
            }
            case RELEASES_JSON, RELEASE_ASSETS -> {
                String name = proposal.row().require(NAME);
                roots.add(name);
                proposed.put(
                        name, proposedSplit.computeIfAbsent(name, _ -> contents.split(name, pending.ofRelease(name))));
            }
            case PERMISSIONS,
                    USER_ROLES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> {}
        }
        Source source = new Source(proposed);
        Reached reached = ReachableReleases.from(roots, source);
        Map<String, @Nullable String> digests = new TreeMap<>();
        for (String name : reached.releases()) {
            digests.put(name, source.content(name).map(ReleaseContent::digest).orElse(null));
        }
        return OutcomeDigest.of(new Outcome(
                entity.tableName(),
                proposal.type().text(),
                proposal.row().only(entity.key()).toJson(),
                after == null ? null : counted(entity, after, List.of(DATA)),
                after == null ? counted(entity, proposal.requireBefore(), List.of(DATA, READ_ONLY)) : null,
                digests,
                source.rules(reached.rules())));
    }

    /** Pending scheduled changes of the parts of a split release. */
    public interface PendingParts {
        List<Proposal> ofRelease(String name);
    }

    /**
     * Returns the columns that the outcome includes; the content of a release is included by its
     * digest.
     */
    private static ObjectNode counted(Entity entity, Row row, List<Field<?>> leftOut) {
        return switch (entity) {
            case RELEASES, RELEASES_JSON, RELEASE_ASSETS -> row.without(leftOut).toJson();
            default -> row.toJson();
        };
    }

    /** Source of references, with the proposed content of changed releases. */
    private final class Source implements ReferenceSource {
        private final Map<String, Optional<ReleaseContent>> proposed;
        private final Map<Long, Row> rules = new HashMap<>();

        Source(Map<String, Optional<ReleaseContent>> proposed) {
            this.proposed = proposed;
        }

        Optional<ReleaseContent> content(String name) {
            Optional<ReleaseContent> changed = proposed.get(name);
            return changed == null ? contents.stored(name) : changed;
        }

        @Override
        public Map<String, References> references(Set<String> releaseNames) {
            contents.read(releaseNames.stream()
                    .filter(name -> !proposed.containsKey(name))
                    .collect(Collectors.toSet()));
            Map<String, References> references = new HashMap<>();
            for (String name : releaseNames) {
                content(name).ifPresent(content -> references.put(name, content.references()));
            }
            return references;
        }

        @Override
        public List<RuleReference> rulesOfProduct(String product) {
            List<RuleReference> references = new ArrayList<>();
            for (Row rule : rulesByProduct.computeIfAbsent(product, this::readRules)) {
                long id = rule.require(RULES.RULE_ID);
                rules.put(id, rule);
                references.add(new RuleReference(id, Mappings.of(rule)));
            }
            return references;
        }

        private List<Row> readRules(String product) {
            VersionedTable table = tables.base(Entity.RULES);
            return Stream.concat(
                            table.select(Row.of(PRODUCT, product)).stream()
                                    .filter(rule -> product.equals(rule.get(PRODUCT))),
                            table.select(Row.of(PRODUCT, null)).stream())
                    .toList();
        }

        @Override
        public Set<String> pinnedReleases(String product) {
            return tables.base(Entity.PINNABLE_RELEASES).select(Row.of(PRODUCT, product)).stream()
                    .filter(pin -> product.equals(pin.get(PRODUCT)))
                    .map(pin -> pin.require(MAPPING))
                    .collect(Collectors.toSet());
        }

        List<ObjectNode> rules(Set<Long> ids) {
            return ids.stream()
                    .map(id -> Objects.requireNonNull(rules.get(id))
                            .with(RULES.RULE_ID, Math.toIntExact(generatedKeys.getOrDefault(id, id)))
                            .toJson())
                    .toList();
        }
    }
}
