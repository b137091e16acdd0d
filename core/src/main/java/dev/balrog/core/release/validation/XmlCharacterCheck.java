// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import tools.jackson.databind.JsonNode;

/**
 * Rejects characters in names and values that no XML document may contain, escaped or not
 * (<a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, section 2.2</a>).
 */
final class XmlCharacterCheck implements ContentCheck {
    @Override
    public void check(ReleaseDocument release, Findings findings) {
        visit(release.root(), findings);
    }

    private static void visit(Located place, Findings findings) {
        JsonNode value = place.value();
        if (value.isString() && !isXml(value.asString())) {
            findings.add(place, "has a character that XML does not allow");
        }
        if (value.isObject()) {
            for (String name : value.propertyNames()) {
                if (!isXml(name)) {
                    findings.add(place, "has a name with a character that XML does not allow: " + Findings.shown(name));
                }
            }
        }
        if (value.isContainer()) {
            place.children().forEach(child -> visit(child, findings));
        }
    }

    /** Returns whether XML allows all characters of a string. */
    static boolean isXml(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < Character.MIN_SURROGATE) {
                continue;
            }
            int codePoint = text.codePointAt(i);
            if (!XmlCharacters.isValid(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint) - 1;
        }
        return true;
    }
}
