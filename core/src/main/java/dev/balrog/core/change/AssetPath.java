// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.List;

/**
 * Where an asset belongs in its release.
 *
 * <p>It is stored as text, each key after a dot: {@code .platforms.Linux_x86_64-gcc3.locales.de}. Keys may hold dots
 * themselves; that the keys at fixed places are known is what makes them readable again.
 *
 * @param keys the keys that lead to it from the root; at least one
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
     * The path of a platform's locale.
     *
     * @throws BadDataException when the path would be read as another one, as would that of a platform
     *     {@code a.locales.b}
     */
    static AssetPath ofLocale(String platform, String locale) {
        AssetPath path = new AssetPath(List.of(PLATFORMS, platform, LOCALES, locale));
        if (!parse(path.text()).equals(path)) {
            throw new BadDataException("platform " + platform + ", locale " + locale
                    + ": these names can't be told apart once they are stored: use names without \"." + LOCALES + "\"");
        }
        return path;
    }

    /**
     * Reads a path.
     *
     * @throws BadDataException when the text does not begin with a dot
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

    /** Returns whether it is the path of a platform's locale. */
    public boolean isLocale() {
        return keys.size() == 4 && keys.get(0).equals(PLATFORMS) && keys.get(2).equals(LOCALES);
    }

    /** The path as it is stored. */
    public String text() {
        return "." + String.join(".", keys);
    }
}
