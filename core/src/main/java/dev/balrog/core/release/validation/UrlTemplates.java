// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses URLs in which keys such as {@code %LOCALE%} stand for what is filled in for a request. */
final class UrlTemplates {
    /** Something that no filled-in value differs from in what matters. */
    private static final String SAMPLE = "x";

    private UrlTemplates() {}

    /**
     * Parses a URL, with a sample in place of its keys.
     *
     * @param keys the keys, in capital letters
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
     * Returns what is wrong with a value that is filled in to URLs.
     *
     * @param strictly whether it also counts what clients repair
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
