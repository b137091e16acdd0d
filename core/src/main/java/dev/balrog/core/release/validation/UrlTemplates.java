// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses URL templates with placeholders such as {@code %LOCALE%}. */
final class UrlTemplates {
    /** Sample for the values of placeholders. */
    private static final String SAMPLE = "x";

    private UrlTemplates() {}

    /**
     * Parses a URL template, with a sample in place of its placeholders.
     *
     * @param keys placeholders, in upper case
     */
    static DownloadUrl parse(String template, List<String> keys) throws InvalidUrlException {
        return DownloadUrl.parse(fill(template, keys));
    }

    private static String fill(String template, List<String> keys) {
        String filled = template;
        for (String key : keys) {
            if (filled.indexOf('%') < 0) {
                return filled;
            }
            filled = filled.replace(key, SAMPLE).replace(key.toLowerCase(Locale.ROOT), SAMPLE);
        }
        return filled;
    }

    /**
     * Returns the error of a value that is substituted into URLs; empty when the value is valid.
     *
     * @param strictly whether errors that clients repair count as well
     */
    static Optional<String> fault(String value, List<String> keys, boolean strictly) {
        try {
            DownloadUrl url = DownloadUrl.parse("https://filled.invalid/" + fill(value, keys));
            return strictly ? url.irregularity() : Optional.empty();
        } catch (InvalidUrlException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }
}
