// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Path with parameters, such as {@code /rules/{rule_id}/revisions}. More specific templates come
 * first in the natural order: a literal segment before a parameter, from left to right.
 */
public final class PathTemplate implements Comparable<PathTemplate> {
    /**
     * Most digits of an integer parameter: more digits may exceed 64 bits, and no id is that large.
     */
    private static final int MAX_DIGITS = 18;

    private final String text;
    private final List<Segment> segments;

    private sealed interface Segment extends Comparable<Segment> {
        int rank();

        @Override
        default int compareTo(Segment other) {
            return Integer.compare(rank(), other.rank());
        }
    }

    private record Literal(String text) implements Segment {
        @Override
        public int rank() {
            return 0;
        }
    }

    private record Argument(String name, boolean integer) implements Segment {
        @Override
        public int rank() {
            return integer ? 1 : 2;
        }

        boolean accepts(String value) {
            return integer
                    ? value.length() <= MAX_DIGITS
                            && !value.isEmpty()
                            && value.chars().allMatch(c -> c >= '0' && c <= '9')
                    : !value.isEmpty();
        }
    }

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
    }

    /**
     * Parses a template.
     *
     * @param text path with parameter names in braces
     * @param integers names of the parameters that must be digits
     */
    static PathTemplate parse(String text, Set<String> integers) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : text.substring(1).split("/", -1)) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                String name = segment.substring(1, segment.length() - 1);
                segments.add(new Argument(name, integers.contains(name)));
            } else {
                segments.add(new Literal(segment));
            }
        }
        return new PathTemplate(text, List.copyOf(segments));
    }

    /** Returns the number of segments. */
    int length() {
        return segments.size();
    }

    /**
     * Extracts the parameters of a path.
     *
     * @param path decoded segments of the path
     * @return the parameters by name; null if the path does not match
     */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> arguments = LinkedHashMap.newLinkedHashMap(2);
        for (int i = 0; i < path.size(); i++) {
            String value = path.get(i);
            switch (segments.get(i)) {
                case Literal(var literal) when literal.equals(value) -> {}
                case Argument argument when argument.accepts(value) -> arguments.put(argument.name(), value);
                case Literal _, Argument _ -> {
                    return null;
                }
            }
        }
        return arguments;
    }

    @Override
    public int compareTo(PathTemplate other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int order = segments.get(i).compareTo(other.segments.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(segments.size(), other.segments.size());
        return order == 0 ? text.compareTo(other.text) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathTemplate template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the template as in the contract. */
    @Override
    public String toString() {
        return text;
    }
}
