// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of options, as users and environments write them. */
final class OptionValues {
    private OptionValues() {}

    /** Returns each value once and without surrounding whitespace, leaving out empty ones. */
    static List<String> stripped(@Nullable List<String> values) {
        return values == null
                ? List.of()
                : values.stream()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Returns whether a URI is one of HTTP or HTTPS with a host. */
    static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    }
}
