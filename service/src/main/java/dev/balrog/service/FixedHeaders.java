// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Constant response headers, encoded once so that adding them to a response is cheap. */
public final class FixedHeaders {

    private final CharSequence[] names;
    private final CharSequence[] values;

    private FixedHeaders(CharSequence[] names, CharSequence[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Encodes headers.
     *
     * @param namesAndValues name, value, name, value…
     * @throws IllegalArgumentException if a value is missing
     */
    public static FixedHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "The header " + namesAndValues[namesAndValues.length - 1] + " has no value.");
        }
        int count = namesAndValues.length / 2;
        CharSequence[] names = new CharSequence[count];
        CharSequence[] values = new CharSequence[count];
        for (int i = 0; i < count; i++) {
            names[i] = HttpHeaders.createOptimized(namesAndValues[2 * i]);
            values[i] = HttpHeaders.createOptimized(namesAndValues[2 * i + 1]);
        }
        return new FixedHeaders(names, values);
    }

    /** Returns these headers followed by more of them. */
    public FixedHeaders and(FixedHeaders more) {
        return new FixedHeaders(joined(names, more.names), joined(values, more.values));
    }

    /** Sets these headers, replacing others of the same names. */
    public void setOn(MultiMap headers) {
        forEach(headers::set);
    }

    /** Passes each name with its value, in the order in which they were given. */
    void forEach(BiConsumer<CharSequence, CharSequence> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    private static CharSequence[] joined(CharSequence[] first, CharSequence[] second) {
        CharSequence[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
