// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Rejects file sizes that are no integers above 0. */
final class FileSizeCheck implements ContentCheck {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,17}");

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        release.files()
                .map(file -> file.at("filesize"))
                .filter(Located::isPresent)
                .filter(size -> !isSize(size.value()))
                .forEach(size ->
                        findings.add(size, "expected a positive integer, found " + Findings.shown(size.value())));
    }

    private static boolean isSize(JsonNode size) {
        return (size.isIntegralNumber() || size.isString())
                && DIGITS.matcher(size.asString()).matches();
    }
}
