// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.request.Force;
import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests a set of rules leaves for a rule, by reasoning about the sets of values that
 * their conditions accept. A request that it returns is one that the rules really match.
 *
 * <p>Requests with an invalid version, with a glob as version, or with a line feed in the channel are
 * not considered. A rule for all products is examined with each product that some rule names, and
 * with one that none names. Not thread-safe.
 */
public final class RuleCoverage {
    /** Bound of the search for a request, after which it gives up. */
    private static final int MAX_STEPS = 20_000;

    private static final int MAX_NAMED = 12;
    private static final String UNNAMED_PRODUCT = "Unnamed";

    /** Request for JSON, for the properties that such requests lack. */
    private static final UpdateRequest JSON = json(UNNAMED_PRODUCT, Map.of());

    private static final List<Condition> CONDITIONS = Stream.of(Condition.values())
            .filter(condition -> condition != Condition.PRODUCT)
            .toList();

    private static final List<Condition> MOST_SELECTIVE_FIRST = Stream.concat(
                    Stream.of(Condition.CHANNEL, Condition.VERSION, Condition.BUILD_TARGET), CONDITIONS.stream())
            .distinct()
            .toList();

    private final Set<String> products = new TreeSet<>();
    private final Set<String> channels = new HashSet<>();
    private final Map<String, Set<String>> related = new HashMap<>();
    private final Map<VersionScheme, RepresentativeValues> values = new EnumMap<>(VersionScheme.class);
    private final Map<VersionScheme, Map<Pair, Relation>> relations = new EnumMap<>(VersionScheme.class);

    /**
     * Prepares decisions.
     *
     * @param rules all rules that decisions are asked for
     */
    public RuleCoverage(Collection<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.product() != null) {
                products.add(rule.product());
            }
            if (rule.channel() != null) {
                channels.add(rule.channel());
            }
        }
    }

    private record Pair(Condition condition, @Nullable Object left, Object right) {}

    /** What other rules leave for a rule. */
    public sealed interface Remainder {
        /** A request that the rule matches and the others don't. */
        record Some(UpdateRequest request) implements Remainder {}

        /**
         * Proof that there is no such request.
         *
         * @param by rules that cover the rule together, in their order; not all that overlap it
         */
        record None(List<Rule> by) implements Remainder {
            public None {
                by = List.copyOf(by);
            }
        }

        /** Requests that can't be told, since a condition is invalid or too complex. */
        record Unknown() implements Remainder {}
    }

    /** Returns a request that a rule matches; empty where none is known. */
    public Optional<UpdateRequest> example(Rule rule) {
        return remainder(rule, List.of()) instanceof Remainder.Some(UpdateRequest request)
                ? Optional.of(request)
                : Optional.empty();
    }

    /**
     * Returns the first condition of a rule that no request satisfies; empty where there is none, or
     * where that can't be told.
     */
    public Optional<Condition> unsatisfiable(Rule rule) {
        RepresentativeValues representatives = values(scheme(rule));
        return CONDITIONS.stream()
                .filter(condition -> rule.get(condition) != null && !isExpression(condition, rule))
                .filter(condition -> representatives.isDecidable(condition, rule.get(condition), rule.get(condition)))
                .filter(condition -> representatives
                        .of(condition, rule.get(condition), List.of())
                        .isEmpty())
                .findFirst();
    }

    private static boolean isExpression(Condition condition, Rule rule) {
        if (condition != Condition.CHANNEL || rule.channel() == null) {
            return false;
        }
        ChannelPattern pattern = ChannelPattern.parse(rule.channel());
        return pattern.isRegularExpression() && pattern.problem().isEmpty();
    }

    private VersionScheme scheme(Rule rule) {
        return VersionScheme.of(Objects.requireNonNullElse(rule.product(), UNNAMED_PRODUCT));
    }

    private RepresentativeValues values(VersionScheme scheme) {
        return values.computeIfAbsent(scheme, RepresentativeValues::new);
    }

    private List<String> products(Rule rule) {
        if (rule.product() != null) {
            return List.of(rule.product());
        }
        List<String> named = new ArrayList<>(products);
        named.add(UNNAMED_PRODUCT);
        return named;
    }

    /**
     * Returns what rules leave for a rule.
     *
     * @param others the rules of higher precedence
     */
    public Remainder remainder(Rule rule, List<Rule> others) {
        Set<Rule> by = new LinkedHashSet<>();
        for (String product : products(rule)) {
            switch (remainder(rule, product, others)) {
                case Remainder.None(List<Rule> some) -> by.addAll(some);
                case Remainder found -> {
                    return found;
                }
            }
        }
        return new Remainder.None(
                by.stream().sorted(Comparator.comparingInt(others::indexOf)).toList());
    }

    private Remainder remainder(Rule rule, String product, List<Rule> others) {
        VersionScheme scheme = VersionScheme.of(product);
        RepresentativeValues representatives = values(scheme);
        if (isExpressionWithUnknownChannels(rule, others, representatives)
                || !representatives.isDecidable(Condition.VERSION, rule.version(), rule.version())) {
            return new Remainder.Unknown();
        }
        List<Rule> relevant = new ArrayList<>();
        List<Rule> undecided = new ArrayList<>();
        for (Rule other : others) {
            if (other.product() != null && !other.product().equals(product)) {
                continue;
            }
            switch (relation(other, rule, scheme)) {
                case COVERS -> {
                    return new Remainder.None(List.of(other));
                }
                case MEETS -> relevant.add(other);
                case UNDECIDED -> undecided.add(other);
                case DISJOINT -> {}
            }
        }
        return switch (new Search(rule, product, relevant, representatives).run()) {
            case Remainder.None _ -> new Remainder.None(needed(rule, product, relevant));
            case Remainder.Some(UpdateRequest request) when matchesAny(undecided, request) -> new Remainder.Unknown();
            case Remainder other -> other;
        };
    }

    private static boolean matchesAny(List<Rule> rules, UpdateRequest request) {
        RuleQuery query = new RuleQuery(request);
        return rules.stream()
                .map(rule -> new CompiledRule(rule, 0).verdict(query))
                .anyMatch(verdict -> !(verdict instanceof Candidate.Verdict.Mismatch));
    }

    private static boolean isExpressionWithUnknownChannels(
            Rule rule, List<Rule> others, RepresentativeValues representatives) {
        return isExpression(Condition.CHANNEL, rule)
                && representatives
                        .of(Condition.CHANNEL, rule.channel(), conditions(Condition.CHANNEL, others))
                        .isEmpty();
    }

    private static Set<Object> conditions(Condition condition, Collection<Rule> rules) {
        Set<Object> conditions = new LinkedHashSet<>();
        rules.forEach(rule -> Stream.ofNullable(rule.get(condition)).forEach(conditions::add));
        return conditions;
    }

    /** Returns the rules without those that the proof does not need. */
    private List<Rule> needed(Rule rule, String product, List<Rule> relevant) {
        List<Rule> needed = new ArrayList<>(relevant);
        if (relevant.size() > MAX_NAMED * 2) {
            return needed;
        }
        for (Rule candidate : relevant) {
            List<Rule> fewer = new ArrayList<>(needed);
            fewer.remove(candidate);
            if (new Search(rule, product, fewer, values(VersionScheme.of(product))).run() instanceof Remainder.None) {
                needed = fewer;
            }
        }
        return needed;
    }

    /** Relation of a condition, or of all conditions of a rule, to those of another rule. */
    private enum Relation {
        /** All values that satisfy the other's satisfy this. */
        COVERS,
        /** Some values are known to satisfy both. */
        MEETS,
        /** No value satisfies both. */
        DISJOINT,
        /** Not known. */
        UNDECIDED
    }

    private Relation relation(Rule other, Rule rule, VersionScheme scheme) {
        if (!areRelated(rule, other)) {
            return Relation.DISJOINT;
        }
        Relation relation = Relation.COVERS;
        for (Condition condition : MOST_SELECTIVE_FIRST) {
            Object wanted = other.get(condition);
            Relation ofCondition =
                    wanted == null ? Relation.COVERS : relation(condition, rule.get(condition), wanted, scheme);
            if (ofCondition == Relation.DISJOINT) {
                return ofCondition;
            }
            relation = ofCondition.compareTo(relation) > 0 ? ofCondition : relation;
        }
        return relation;
    }

    private boolean areRelated(Rule left, Rule right) {
        return left.channel() == null
                || right.channel() == null
                || related.computeIfAbsent(left.channel(), this::relatedChannels)
                        .contains(right.channel());
    }

    /** Returns the channels of rules that may have a channel in common with one. */
    private Set<String> relatedChannels(String channel) {
        return channels.stream()
                .filter(other -> ChannelOverlap.ofRules(channel, other))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isExact(Condition condition) {
        return condition.syntax() == ConditionSyntax.EXACT || condition.syntax() == ConditionSyntax.FLAG;
    }

    private Relation relation(Condition condition, @Nullable Object own, Object wanted, VersionScheme scheme) {
        if (own != null && isExact(condition)) {
            return own.equals(wanted) ? Relation.COVERS : Relation.DISJOINT;
        }
        return relations
                .computeIfAbsent(scheme, _ -> new HashMap<>())
                .computeIfAbsent(new Pair(condition, own, wanted), _ -> {
                    if (!values(scheme).isDecidable(condition, wanted, own)) {
                        return Relation.UNDECIDED;
                    }
                    if (own == null) {
                        return Relation.MEETS;
                    }
                    List<Boolean> satisfied = values(scheme).of(condition, own, List.of(wanted)).stream()
                            .map(value -> values(scheme).satisfies(condition, wanted, value))
                            .distinct()
                            .toList();
                    return !satisfied.contains(true)
                            ? Relation.DISJOINT
                            : satisfied.contains(false) ? Relation.MEETS : Relation.COVERS;
                });
    }

    /**
     * Returns a request that two rules match; empty where there is none, or where none is known. Of
     * operating systems, only those count that one client can have: a client has one of
     * {@code Windows_NT 6.1} and {@code Darwin}.
     */
    public Optional<UpdateRequest> overlap(Rule left, Rule right) {
        if (left.product() != null && right.product() != null && !left.product().equals(right.product())) {
            return Optional.empty();
        }
        return products(left.product() == null ? right : left).stream()
                .flatMap(product -> overlap(left, right, product).stream())
                .findFirst();
    }

    /**
     * Returns whether two rules may match the same request of a client, as for {@link #overlap}: also
     * where that can't be told.
     */
    public boolean mayOverlap(Rule left, Rule right) {
        if (left.product() != null && right.product() != null && !left.product().equals(right.product())) {
            return false;
        }
        Object system = left.get(Condition.OS_VERSION);
        Object other = right.get(Condition.OS_VERSION);
        if (system != null
                && other != null
                && OperatingSystems.common(system.toString(), other.toString()).isEmpty()) {
            return false;
        }
        return products(left.product() == null ? right : left).stream()
                .anyMatch(product -> !areDisjoint(left, right, product));
    }

    /** Returns whether a condition other than that on the operating system tells two rules apart. */
    private boolean areDisjoint(Rule left, Rule right, String product) {
        return !areRelated(left, right)
                || MOST_SELECTIVE_FIRST.stream()
                        // Values that contain as little as possible don't tell what others contain.
                        .filter(condition -> condition != Condition.OS_VERSION && right.get(condition) != null)
                        .anyMatch(condition -> relation(
                                        condition,
                                        left.get(condition),
                                        Objects.requireNonNull(right.get(condition)),
                                        VersionScheme.of(product))
                                == Relation.DISJOINT);
    }

    private Optional<UpdateRequest> overlap(Rule left, Rule right, String of) {
        if (areDisjoint(left, right, of)) {
            return Optional.empty();
        }
        RepresentativeValues representatives = values(VersionScheme.of(of));
        Map<Condition, @Nullable Object> request = new EnumMap<>(Condition.class);
        for (Condition condition : CONDITIONS) {
            Object own = left.get(condition);
            Object wanted = right.get(condition);
            if (condition == Condition.VERSION
                    && !(representatives.isDecidable(condition, own, own)
                            && representatives.isDecidable(condition, wanted, wanted))) {
                return Optional.empty();
            }
            List<@Nullable Object> found = condition == Condition.OS_VERSION && own != null && wanted != null
                    ? OperatingSystems.common(own.toString(), wanted.toString())
                    : representatives
                            .of(
                                    condition,
                                    own == null ? wanted : own,
                                    own == null || wanted == null ? List.of() : List.of(wanted))
                            .stream()
                            .filter(candidate -> representatives.satisfies(condition, wanted, candidate))
                            .toList();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            request.put(condition, found.getFirst());
        }
        return Optional.of(request(of, request));
    }

    private static UpdateRequest request(String product, Map<Condition, @Nullable Object> values) {
        return new UpdateRequest(
                product,
                text(values, Condition.VERSION),
                text(values, Condition.BUILD_ID),
                text(values, Condition.BUILD_TARGET),
                text(values, Condition.LOCALE),
                text(values, Condition.CHANNEL),
                text(values, Condition.OS_VERSION),
                new SystemCapabilities(
                        text(values, Condition.INSTRUCTION_SET), (Long) values.get(Condition.MEMORY), (Boolean)
                                values.get(Condition.JAWS)),
                text(values, Condition.DISTRIBUTION),
                text(values, Condition.DISTRIBUTION_VERSION),
                text(values, Condition.HEADER_ARCHITECTURE),
                Force.NONE,
                (Boolean) values.get(Condition.MIG64),
                null);
    }

    private static UpdateRequest json(String product, Map<Condition, @Nullable Object> values) {
        return new UpdateRequest(
                product,
                text(values, Condition.VERSION),
                null,
                text(values, Condition.BUILD_TARGET),
                null,
                text(values, Condition.CHANNEL),
                text(values, Condition.OS_VERSION),
                SystemCapabilities.NOT_ASKED,
                null,
                null,
                null,
                Force.NONE,
                null,
                null);
    }

    private static String text(Map<Condition, @Nullable Object> values, Condition condition) {
        return String.valueOf(values.get(condition));
    }

    /**
     * Value of a property, and the rules among the others that it satisfies.
     *
     * @param rules positions of the rules
     */
    private record Cell(@Nullable Object value, BitSet rules) {}

    /** Search for a request by <a href="https://en.wikipedia.org/wiki/Backtracking">backtracking</a>. */
    private static final class Search {
        private final Rule rule;
        private final String product;
        private final List<Rule> others;
        private final RepresentativeValues representatives;
        private int steps;

        Search(Rule rule, String product, List<Rule> others, RepresentativeValues representatives) {
            this.rule = rule;
            this.product = product;
            this.others = others;
            this.representatives = representatives;
        }

        Remainder run() {
            try {
                Map<Condition, @Nullable Object> found = find(false);
                if (found != null) {
                    return new Remainder.Some(request(product, found));
                }
                Map<Condition, @Nullable Object> json = find(true);
                return json != null ? new Remainder.Some(json(product, json)) : new Remainder.None(others);
            } catch (TooManySteps e) {
                return new Remainder.Unknown();
            }
        }

        private @Nullable Map<Condition, @Nullable Object> find(boolean isJson) {
            Map<Condition, List<Cell>> cells = new EnumMap<>(Condition.class);
            for (Condition condition : CONDITIONS) {
                List<Cell> ofCondition = leastOf(cells(condition, isJson));
                if (ofCondition.isEmpty()) {
                    return null;
                }
                cells.put(condition, ofCondition);
            }
            List<Condition> order = CONDITIONS.stream()
                    .sorted(Comparator.comparingInt(
                            condition -> of(cells, condition).size()))
                    .toList();
            // Rules that every value of the remaining properties satisfies.
            List<BitSet> unavoidable = new ArrayList<>();
            BitSet all = all();
            for (int i = order.size() - 1; i >= 0; i--) {
                BitSet here = (BitSet) (unavoidable.isEmpty() ? all : unavoidable.getFirst()).clone();
                of(cells, order.get(i)).forEach(cell -> here.and(cell.rules));
                unavoidable.addFirst(here);
            }
            unavoidable.add(all);
            Map<Condition, @Nullable Object> found = new EnumMap<>(Condition.class);
            return find(0, order, cells, unavoidable, all, found) ? found : null;
        }

        private static List<Cell> of(Map<Condition, List<Cell>> cells, Condition condition) {
            return cells.getOrDefault(condition, List.of());
        }

        private BitSet all() {
            BitSet all = new BitSet();
            all.set(0, others.size());
            return all;
        }

        private boolean find(
                int depth,
                List<Condition> order,
                Map<Condition, List<Cell>> cells,
                List<BitSet> unavoidable,
                BitSet matching,
                Map<Condition, @Nullable Object> found) {
            if (matching.intersects(unavoidable.get(depth))) {
                return false;
            }
            if (depth == order.size()) {
                return true;
            }
            if (++steps > MAX_STEPS) {
                throw new TooManySteps();
            }
            Condition condition = order.get(depth);
            List<Cell> next = of(cells, condition).stream()
                    .map(cell -> {
                        BitSet rest = (BitSet) matching.clone();
                        rest.and(cell.rules);
                        return new Cell(cell.value, rest);
                    })
                    .sorted(Comparator.comparingInt(cell -> cell.rules.cardinality()))
                    .toList();
            for (Cell cell : next) {
                found.put(condition, cell.value);
                if (find(depth + 1, order, cells, unavoidable, cell.rules, found)) {
                    return true;
                }
            }
            return false;
        }

        private List<Cell> cells(Condition condition, boolean isJson) {
            Object own = rule.get(condition);
            Stream<@Nullable Object> candidates = isJson && !condition.isSentForJson()
                    ? Stream.of(condition.of(JSON))
                    : representatives.of(condition, own, conditions(condition, others)).stream();
            BitSet unconditional = new BitSet();
            Map<Object, BitSet> byCondition = new HashMap<>();
            for (int i = 0; i < others.size(); i++) {
                Object wanted = others.get(i).get(condition);
                (wanted == null ? unconditional : byCondition.computeIfAbsent(wanted, _ -> new BitSet())).set(i);
            }
            List<Cell> cells = new ArrayList<>();
            candidates
                    .filter(value -> representatives.satisfies(condition, own, value))
                    .forEach(value -> {
                        BitSet satisfied = (BitSet) unconditional.clone();
                        byCondition.forEach((wanted, rules) -> {
                            if (representatives.satisfies(condition, wanted, value)) {
                                satisfied.or(rules);
                            }
                        });
                        cells.add(new Cell(value, satisfied));
                    });
            return cells;
        }

        /** Drops values that satisfy all rules that another value satisfies. */
        private static List<Cell> leastOf(List<Cell> cells) {
            List<Cell> least = new ArrayList<>();
            for (Cell cell : cells) {
                if (least.stream().noneMatch(other -> contains(cell.rules, other.rules))) {
                    least.removeIf(other -> contains(other.rules, cell.rules));
                    least.add(cell);
                }
            }
            return least;
        }

        private static boolean contains(BitSet all, BitSet some) {
            BitSet rest = (BitSet) some.clone();
            rest.andNot(all);
            return rest.isEmpty();
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
