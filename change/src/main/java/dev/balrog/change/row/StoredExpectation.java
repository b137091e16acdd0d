// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.BALROG_EXPECTATIONS;

import dev.balrog.core.expectation.Expectation;
import dev.balrog.core.expectation.ExpectationReader;
import dev.balrog.core.expectation.InvalidExpectationException;
import dev.balrog.core.simulation.SampleRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Rows of {@link Entity#EXPECTATIONS}: the name, the products of the requests as a JSON array, and
 * the expectation as JSON.
 */
public final class StoredExpectation {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StoredExpectation() {}

    /**
     * Returns the row of an expectation, without data version.
     *
     * @param json the expectation in the form that {@link ExpectationReader} reads
     * @throws InvalidExpectationException where it is none
     */
    public static Row of(JsonNode json) throws InvalidExpectationException {
        Expectation expectation = ExpectationReader.read(json);
        ArrayNode products = JSON.createArrayNode();
        expectation.products().forEach(products::add);
        return Row.of(BALROG_EXPECTATIONS.NAME, expectation.name())
                .with(BALROG_EXPECTATIONS.PRODUCTS, products.toString())
                .with(BALROG_EXPECTATIONS.EXPECTATION, json.toString());
    }

    /** Returns the products that an expectation has requests for, sorted. */
    public static Set<String> products(Row row) {
        Set<String> products = new TreeSet<>();
        JSON.readTree(row.require(BALROG_EXPECTATIONS.PRODUCTS)).forEach(product -> products.add(product.asString()));
        return products;
    }

    /**
     * Returns the products and channels that an expectation has requests for.
     *
     * @throws InvalidExpectationException as {@link #read}
     */
    public static Set<Place> places(Row row) throws InvalidExpectationException {
        return read(row).requests().stream()
                .map(SampleRequest::request)
                .map(request -> new Place(request.product(), request.channel()))
                .collect(Collectors.toSet());
    }

    /** Returns the expectation as JSON. */
    public static JsonNode json(Row row) {
        return JSON.readTree(row.require(BALROG_EXPECTATIONS.EXPECTATION));
    }

    /**
     * Returns the expectation.
     *
     * @throws InvalidExpectationException where the stored JSON is none, because it was stored by
     *     another version
     */
    public static Expectation read(Row row) throws InvalidExpectationException {
        return ExpectationReader.read(json(row));
    }
}
