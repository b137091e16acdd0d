// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.change.NameRedaction;
import dev.balrog.core.decision.JsonText;
import dev.balrog.service.Problem;
import dev.balrog.store.query.PublicQueries;
import dev.balrog.store.query.PublicQueries.Page;
import dev.balrog.store.query.PublicQueries.Versioned;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Read-only API: shows the current content of the database, not the snapshot that is served. */
final class PublicApi {
    private static final int DEFAULT_PAGE_SIZE = 10;
    private static final int LONGEST_NAME = 100;
    private static final Set<String> ASCII_SEGMENTS =
            Set.of("{release}", "{platform}", "{locale}", "{product}", "{channel}");
    private static final List<String> ASCII_PARAMETERS = List.of("product", "name_prefix");
    private static final String NOT_FOUND = "Not Found";

    private static final List<String> PAGE_PARAMETERS = List.of("page", "limit");
    private static final String TRUE = "1";

    private final PublicQueries queries;
    private final Predicate<String> shown;
    private final boolean redacted;
    private final ApiBulkhead bulkhead;

    /**
     * Creates the API.
     *
     * @param shown predicate for the names of the releases that are shown
     * @param redacted whether the names of users are redacted
     * @param bulkhead bulkhead for the queries, which block and must not run on an event loop
     */
    PublicApi(PublicQueries queries, Predicate<String> shown, boolean redacted, ApiBulkhead bulkhead) {
        this.bulkhead = bulkhead;
        this.queries = queries;
        this.shown = shown;
        this.redacted = redacted;
    }

    /** Query that handles a request on a thread that may block. */
    private interface Query {
        PublicAnswer answer(List<String> arguments, Map<String, String> query);
    }

    List<PlainRoute> routes() {
        return List.of(
                route("/api/v1/rules", Set.of("product"), (arguments, query) -> rules(query)),
                route("/api/v1/rules/{rule}", Set.of(), (arguments, query) -> rule(arguments.getFirst())),
                route(
                        "/api/v1/rules/{rule:int}/revisions",
                        Set.of("page", "limit"),
                        (arguments, query) -> revisions(arguments.getFirst(), query)),
                route(
                        "/api/v1/releases",
                        Set.of("product", "name_prefix", "names_only"),
                        (arguments, query) -> releases(query)),
                route(
                        "/api/v1/releases/{release}",
                        Set.of("pretty"),
                        (arguments, query) -> release(arguments.getFirst(), query)),
                route(
                        "/api/v1/releases/{release}/builds/{platform}/{locale}",
                        Set.of(),
                        (arguments, query) -> build(arguments.get(0), arguments.get(1), arguments.get(2))),
                route("/api/v1/emergency_shutoff", Set.of(), (arguments, query) -> shutoffs()),
                route(
                        "/api/v1/emergency_shutoff/{product}/{channel}",
                        Set.of(),
                        (arguments, query) -> shutoff(arguments.get(0), arguments.get(1))),
                route(
                        "/api/v1/pins/{product}/{channel}/{version}",
                        Set.of("pretty"),
                        (arguments, query) -> pin(arguments.get(0), arguments.get(1), arguments.get(2), query)));
    }

    private PlainRoute route(String path, Set<String> parameters, Query handler) {
        return PlainRoute.of(path, parameters, (arguments, query) -> {
            Map<String, String> normal = normalized(query);
            return bulkhead.answer(
                    List.of(path, arguments, normal),
                    () -> notAscii(path, arguments, normal)
                            .map(text -> PublicAnswer.problem(
                                    new Problem(400, "Bad Request", "'" + text + "' is not a 'ascii'")))
                            .orElseGet(() -> handler.answer(arguments, normal)));
        });
    }

    /** Returns the parameters in a canonical form, equal for all requests with equal responses. */
    private static Map<String, String> normalized(Map<String, String> query) {
        Map<String, String> normal = new HashMap<>(query);
        normal.values().removeIf(String::isEmpty);
        normal.computeIfPresent("names_only", (_, _) -> TRUE);
        if (!TRUE.equals(normal.get("pretty"))) {
            normal.remove("pretty");
        }
        PAGE_PARAMETERS.stream().filter(query::containsKey).forEach(name -> normal.put(name, query.get(name)));
        return Map.copyOf(normal);
    }

    /** Returns the first argument with non-ASCII characters where Mozilla's Balrog rejects them. */
    private static Optional<String> notAscii(String path, List<String> arguments, Map<String, String> query) {
        List<String> names = Arrays.stream(path.split("/", -1))
                .filter(segment -> segment.startsWith("{"))
                .toList();
        return Stream.concat(
                        IntStream.range(0, arguments.size())
                                .filter(i -> ASCII_SEGMENTS.contains(names.get(i)))
                                .mapToObj(arguments::get),
                        ASCII_PARAMETERS.stream().map(name -> query.getOrDefault(name, "")))
                .filter(text -> text.chars().anyMatch(character -> character > 127))
                .findFirst();
    }

    private PublicAnswer rules(Map<String, String> query) {
        JsonNode rules = queries.rules(given(query, "product"));
        return json(counted(rules.size(), "rules", rules), query);
    }

    private PublicAnswer rule(String idOrAlias) {
        return queries.rule(idOrAlias)
                .<PublicAnswer>map(PublicApi::versionedRow)
                .orElseGet(() -> missing("Requested rule wasn't found", "Requested rule does not exist"));
    }

    private PublicAnswer revisions(String rule, Map<String, String> query) {
        int page;
        int limit;
        try {
            page = positive(query, "page", 1);
            limit = positive(query, "limit", DEFAULT_PAGE_SIZE);
        } catch (NumberFormatException e) {
            return PublicAnswer.problem(new Problem(400, "Bad Request", String.valueOf(e.getMessage())));
        }
        Optional<Page> revisions = queries.ruleRevisions(rule, page, limit);
        return revisions
                .map(found -> json(counted(found.total(), "rules", withoutNames(found.rows())), query))
                .orElseGet(() -> PublicAnswer.of(404, PublicAnswer.HTML, "Requested rule does not exist"));
    }

    private PublicAnswer releases(Map<String, String> query) {
        String product = given(query, "product");
        String prefix = given(query, "name_prefix");
        if (given(query, "names_only") != null) {
            List<String> names = queries.releaseNames(product, prefix);
            return json(Map.of("names", names.stream().filter(shown).toList()), query);
        }
        ArrayNode releases = queries.releases(product, prefix);
        releases.removeIf(release -> !shown.test(release.path("name").asString("")));
        return json(Map.of("releases", withoutNames(releases)), query);
    }

    private JsonNode withoutNames(JsonNode rows) {
        if (redacted) {
            NameRedaction.redact(rows);
        }
        return rows;
    }

    private PublicAnswer release(String name, Map<String, String> query) {
        if (name.length() > LONGEST_NAME) {
            return PublicAnswer.problem(
                    new Problem(400, "Bad Request", "Release names have at most " + LONGEST_NAME + " characters"));
        }
        return Optional.of(name)
                .filter(shown)
                .flatMap(queries::release)
                .map(found -> versioned(found, query))
                .orElseGet(() -> missing("Release name: " + name + " not found", null));
    }

    private PublicAnswer build(String release, String platform, String locale) {
        return Optional.of(release)
                .filter(shown)
                .flatMap(name -> queries.locale(name, platform, locale))
                .map(found -> versioned(found, Map.of()))
                .orElseGet(() -> missing(
                        JsonText.of(List.of(
                                "Couldn't find locale identified by: " + release + ", " + platform + ", " + locale)),
                        null));
    }

    private PublicAnswer shutoffs() {
        JsonNode shutoffs = queries.shutoffs();
        return json(counted(shutoffs.size(), "shutoffs", shutoffs), Map.of());
    }

    private PublicAnswer shutoff(String product, String channel) {
        return queries.shutoff(product, channel)
                .<PublicAnswer>map(PublicApi::versionedRow)
                .orElseGet(
                        () -> missing("Requested emergency shutoff wasn't found", "Requested shutoff does not exist"));
    }

    private PublicAnswer pin(String product, String channel, String version, Map<String, String> query) {
        return queries.pin(product, channel, version)
                .map(row -> json(row, query)
                        .with("X-Data-Version", row.get("data_version").asString()))
                .orElseGet(() -> missing(
                        "Pin for Product='%s', Channel='%s', Version='%s' not found"
                                .formatted(product, channel, version),
                        null));
    }

    private static Map<String, Object> counted(long count, String name, JsonNode rows) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("count", count);
        answer.put(name, rows);
        return answer;
    }

    private static PublicAnswer versionedRow(JsonNode row) {
        return json(row, Map.of())
                .with("X-Data-Version", row.get("data_version").asString());
    }

    private static PublicAnswer versioned(Versioned found, Map<String, String> query) {
        return json(found.data(), query).with("X-Data-Version", String.valueOf(found.dataVersion()));
    }

    private static PublicAnswer json(Object value, Map<String, String> query) {
        boolean pretty = TRUE.equals(query.get("pretty"));
        return PublicAnswer.of(200, PublicAnswer.JSON, pretty ? JsonText.pretty(value) : JsonText.of(value));
    }

    private static PublicAnswer missing(String detail, @Nullable String exception) {
        Map<String, String> extensions = exception == null ? Map.of() : Map.of("exception", exception);
        return PublicAnswer.problem(new Problem(404, NOT_FOUND, detail, extensions));
    }

    private static @Nullable String given(Map<String, String> query, String parameter) {
        String value = query.get(parameter);
        return value == null || value.isEmpty() ? null : value;
    }

    private static int positive(Map<String, String> query, String parameter, int otherwise) {
        String value = query.get(parameter);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1) {
            throw new NumberFormatException("'" + parameter + "' must be a positive integer, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
