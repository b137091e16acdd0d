// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;

/**
 * Parser for the versions of Mozilla applications. There are four forms, by number of dots and age:
 *
 * <ul>
 *   <li>glob, from 5 on: {@code 60.*}, {@code 60.1.*};
 *   <li>post-modern, from 5 on: {@code 60.0}, {@code 60.0.1}, {@code 62.0a1} (betas have no tag in
 *       their version);
 *   <li>modern, up to 4: any word as a tag, {@code 3.6.3plugin1};
 *   <li>ancient, of four numbers, the third of which has one digit and is ignored:
 *       {@code 1.5.0.10}.
 * </ul>
 */
final class VersionParser {
    private static final int LAST_MODERN_MAJOR = 4;
    private static final int MOST_DIGITS = 18;

    private final String text;
    private final int end;
    private int position;

    private VersionParser(String text) {
        this.text = text;
        this.end = text.endsWith("\n") ? text.length() - 1 : text.length();
    }

    static MozillaVersion parse(String text) {
        return new VersionParser(text).parse();
    }

    private MozillaVersion parse() {
        return switch (dots()) {
            case 1, 2 -> parseModern();
            case 3 -> parseAncient();
            default -> throw invalid();
        };
    }

    private MozillaVersion parseModern() {
        long major = number();
        expect('.');
        boolean postModern = major > LAST_MODERN_MAJOR;
        if (postModern && text.endsWith(".*")) {
            return parseGlob(major);
        }
        long minor = number();
        long patch = 0;
        if (at('.')) {
            position++;
            patch = number();
        }
        return postModern ? tagged(major, minor, patch, "a") : tagged(major, minor, patch, tag());
    }

    private GlobVersion parseGlob(long major) {
        long minor = GlobVersion.ANY;
        if (!at('*')) {
            minor = number();
            expect('.');
        }
        expect('*');
        expectEnd();
        return new GlobVersion(major, minor, text);
    }

    private MozillaVersion parseAncient() {
        long major = number();
        expect('.');
        long minor = number();
        expect('.');
        if (!atDigit()) {
            throw invalid();
        }
        position++;
        expect('.');
        long patch = number();
        return tagged(major, minor, patch, tag());
    }

    /** Returns the letters ahead, without consuming them. */
    private String tag() {
        int tagEnd = position;
        while (tagEnd < end && isLetter(text.charAt(tagEnd))) {
            tagEnd++;
        }
        return text.substring(position, tagEnd);
    }

    private ExactVersion tagged(long major, long minor, long patch, String tag) {
        if (position == end) {
            return new ExactVersion(major, minor, patch, ExactVersion.RELEASED, 0);
        }
        if (tag.isEmpty() || !text.startsWith(tag, position)) {
            throw invalid();
        }
        position += tag.length();
        long number = number();
        expectEnd();
        return new ExactVersion(major, minor, patch, tag.charAt(0), number);
    }

    private long number() {
        int start = position;
        long value = 0;
        while (atDigit()) {
            value = position - start < MOST_DIGITS ? value * 10 + (text.charAt(position) - '0') : Long.MAX_VALUE;
            position++;
        }
        if (position == start) {
            throw invalid();
        }
        return value;
    }

    private void expect(char c) {
        if (!at(c)) {
            throw invalid();
        }
        position++;
    }

    private void expectEnd() {
        if (position != end) {
            throw invalid();
        }
    }

    private boolean at(char c) {
        return position < end && text.charAt(position) == c;
    }

    private boolean atDigit() {
        return position < end && text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private int dots() {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.') {
                dots++;
            }
        }
        return dots;
    }

    private BadDataException invalid() {
        return new BadDataException("Version number " + text + " is invalid.");
    }
}
