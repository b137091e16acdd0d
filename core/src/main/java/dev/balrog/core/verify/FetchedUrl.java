// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import dev.balrog.core.release.DomainAllowlist;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a client may fetch a URL, as clients parse it: anything that two parsers could
 * interpret differently is rejected, and dot segments are resolved in every encoding before the
 * path is compared with the allow-list.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 * @see <a href="https://url.spec.whatwg.org/">URL, by the WHATWG, which browsers follow</a>
 */
final class FetchedUrl {
    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)([/?#].*)?");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    /** Number of times a path is decoded at most; no server decodes it more often. */
    private static final int MAX_DECODINGS = 3;

    private FetchedUrl() {}

    /**
     * Reason why a client must not, or does not, fetch a URL.
     *
     * @param isForbidden whether the URL could direct a client to a host or path outside the
     *     allow-list
     */
    record Problem(boolean isForbidden, String text) {
        private static Optional<Problem> forbidden(String text) {
            return Optional.of(new Problem(true, text));
        }
    }

    /** Returns the reason why a client must not, or does not, fetch the URL; empty when it does. */
    static Optional<Problem> problem(String url, String product, DomainAllowlist allowlist) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c < ' ' || c == 0x7F || c == '\\') {
                return Problem.forbidden("clients interpret the character U+%04X differently".formatted((int) c));
            }
        }
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            return Problem.forbidden("it is not a URL with a plain host name");
        }
        if (!allowlist.allows(url, product)) {
            return Problem.forbidden("its host or path is not allowed for " + product);
        }
        String scheme = group(form, 1);
        String rest = group(form, 3);
        int pathEnd = rest.length();
        for (char end : new char[] {'?', '#'}) {
            int at = rest.indexOf(end);
            pathEnd = at >= 0 && at < pathEnd ? at : pathEnd;
        }
        String path = rest.substring(0, pathEnd);
        Optional<String> resolved = resolve(path);
        if (resolved.isEmpty()) {
            return Problem.forbidden("its path goes above the root");
        }
        String normalized = scheme + "://" + group(form, 2) + resolved.get();
        if (!resolved.get().equals(path) && !allowlist.allows(normalized, product)) {
            return Problem.forbidden("it resolves to " + normalized + ", which is not allowed for " + product);
        }
        return isFetched(scheme)
                ? Optional.empty()
                : Optional.of(new Problem(false, "clients fetch http and https only"));
    }

    /**
     * Returns whether the page may be opened for users: not for schemes other than http and https,
     * such as javascript.
     */
    static boolean isForPeople(String url) {
        Matcher scheme = SCHEME.matcher(url.strip());
        return !scheme.matches() || isFetched(group(scheme, 1));
    }

    private static String group(Matcher matcher, int number) {
        return Objects.requireNonNullElse(matcher.group(number), "");
    }

    private static boolean isFetched(String scheme) {
        return scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
    }

    /**
     * Resolves dot segments as the most lenient server would; empty when they lead above the root.
     */
    private static Optional<String> resolve(String path) {
        String decoded = decodeDotsAndSlashes(path);
        if (!decoded.contains("./") && !decoded.endsWith(".") && !decoded.contains(".;")) {
            return Optional.of(path);
        }
        Deque<String> segments = new ArrayDeque<>();
        boolean open = false;
        for (String segment : decoded.substring(Math.min(1, decoded.length())).split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            open = name.equals("..") || name.equals(".");
            if (name.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.equals(".")) {
                segments.addLast(segment);
            }
        }
        return Optional.of("/" + String.join("/", segments) + (open && !segments.isEmpty() ? "/" : ""));
    }

    private static String decodeDotsAndSlashes(String path) {
        String decoded = path;
        for (int i = 0; i < MAX_DECODINGS && decoded.indexOf('%') >= 0; i++) {
            String once = decoded.replace("%2e", ".")
                    .replace("%2E", ".")
                    .replace("%2f", "/")
                    .replace("%2F", "/")
                    .replace("%5c", "/")
                    .replace("%5C", "/")
                    .replace("%25", "%");
            if (once.equals(decoded)) {
                return decoded;
            }
            decoded = once;
        }
        return decoded;
    }
}
