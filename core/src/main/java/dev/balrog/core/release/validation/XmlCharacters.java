// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/**
 * Characters of XML 1.0.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, section 2.2</a>
 */
final class XmlCharacters {
    private XmlCharacters() {}

    /** Returns whether XML allows a character; false for unpaired surrogates. */
    static boolean isValid(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || (c >= 0x10000 && c <= 0x10ffff);
    }
}
