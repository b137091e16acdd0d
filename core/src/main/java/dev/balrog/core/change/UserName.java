// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Folding and validation of user names: decides when two spellings are the same user, and which
 * names can be stored.
 *
 * <p>The name of a person is folded once, at login: surrounding whitespace is trimmed, the rest is
 * normalized to <a href="https://www.unicode.org/reports/tr15/">NFC</a> and converted to lower case
 * by {@link Locale#ROOT}. From then on names are compared exactly. Names of service accounts come
 * from settings and are never folded.
 */
public final class UserName {
    private static final int MAX_LENGTH = 100;
    private static final int ASCII_END = 0x80;

    private UserName() {}

    /**
     * Folds the name that an identity provider gives for a person.
     *
     * @return the folded name; empty when nothing is left, or when folding maps a non-ASCII
     *     character to an ASCII one, such as the Kelvin sign to {@code k}: one user could then
     *     impersonate another
     */
    public static Optional<String> fold(String name) {
        String trimmed = name.strip();
        if (trimmed.isEmpty() || trimmed.codePoints().anyMatch(UserName::becomesAscii)) {
            return Optional.empty();
        }
        return Optional.of(lowerCase(trimmed));
    }

    private static String lowerCase(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static boolean becomesAscii(int codePoint) {
        return codePoint >= ASCII_END
                && lowerCase(Character.toString(codePoint)).chars().allMatch(c -> c < ASCII_END);
    }

    /** Returns whether two names are the same once folded. */
    public static boolean sameFolded(String one, String other) {
        Optional<String> folded = fold(one);
        return folded.isPresent() && folded.equals(fold(other));
    }

    /**
     * Finds the stored name of a person who logs in. Stored names may contain capital letters: such
     * a name belongs to the person with that folded name, if it is the only one.
     *
     * @param folded folded name of the person
     * @param stored stored names
     * @return the folded name itself where it is stored, or else the only stored name that folds to
     *     it; empty when there is none, or more than one
     */
    public static Optional<String> match(String folded, Collection<String> stored) {
        if (stored.contains(folded)) {
            return Optional.of(folded);
        }
        List<String> matching = stored.stream()
                .distinct()
                .filter(name -> fold(name).filter(folded::equals).isPresent())
                .toList();
        return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
    }

    /**
     * Checks whether a name can be stored; other names can't be used in a path of the API.
     *
     * @return the reason why not, worded to follow the name; empty when it can
     */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/')) {
            return Optional.of("must consist of ASCII characters without whitespace, slashes and control characters");
        }
        return Optional.empty();
    }
}
