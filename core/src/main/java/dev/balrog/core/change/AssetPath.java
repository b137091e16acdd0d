// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.List;

/**
 * Path of an asset in its release.
 *
 * <p>Stored as a string, each key after a dot: {@code .platforms.Linux_x86_64-gcc3.locales.de}.
 * Keys may contain dots themselves; the string can be parsed because the keys at fixed positions
 * are known.
 *
 * @param keys the keys from the root to the asset; at least one
 */
public record AssetPath(List<String> keys) {
    static final String PLATFORMS = "platforms";
    static final String LOCALES = "locales";

    private static final String PLATFORMS_PREFIX = "." + PLATFORMS + ".";
    private static final String LOCALES_INFIX = "." + LOCALES + ".";

    public AssetPath {
        keys = List.copyOf(keys);
    }

    /**
     * Returns the path of a platform's locale.
     *
     * @throws BadDataException when the stored path would be parsed as another one, as for a
     *     platform {@code a.locales.b}
     */
    static AssetPath ofLocale(String platform, String locale) {
        AssetPath path = new AssetPath(List.of(PLATFORMS, platform, LOCALES, locale));
        if (!parse(path.text()).equals(path)) {
            throw new BadDataException("platform " + platform + ", locale " + locale
                    + ": these names are ambiguous once stored; use names without \"." + LOCALES + "\"");
        }
        return path;
    }

    /**
     * Parses a path.
     *
     * @throws BadDataException when the string does not begin with a dot
     */
    public static AssetPath parse(String text) {
        if (!text.startsWith(".")) {
            throw new BadDataException("the asset path " + text + " does not begin with a dot");
        }
        int infix = text.indexOf(LOCALES_INFIX, PLATFORMS_PREFIX.length());
        if (text.startsWith(PLATFORMS_PREFIX) && infix >= 0) {
            String platform = text.substring(PLATFORMS_PREFIX.length(), infix);
            String locale = text.substring(infix + LOCALES_INFIX.length());
            return new AssetPath(List.of(PLATFORMS, platform, LOCALES, locale));
        }
        return new AssetPath(List.of(text.substring(1).split("\\.", -1)));
    }

    /** Returns whether this is the path of a platform's locale. */
    public boolean isLocale() {
        return keys.size() == 4 && keys.get(0).equals(PLATFORMS) && keys.get(2).equals(LOCALES);
    }

    /** Returns the path as a string, as it is stored. */
    public String text() {
        return "." + String.join(".", keys);
    }
}
