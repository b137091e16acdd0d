// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.BadDataException;
import dev.balrog.core.version.ExactVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rejects versions that can't be compared with those of clients. {@code displayVersion} is only
 * shown, and not checked.
 */
final class VersionCheck implements ContentCheck {
    private static final List<String> APP_VERSIONS = List.of("appVersion", "extv");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18}){0,7}");

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        if (release.isApp()) {
            Stream.concat(Stream.of(release.root()), release.locales())
                    .flatMap(owner -> APP_VERSIONS.stream().map(owner::at))
                    .filter(Located::isPresent)
                    .filter(version -> !isExactVersion(version.value().asString("")))
                    .forEach(version ->
                            findings.add(version, Findings.shown(version.value()) + " is not an application version"));
        }
        if (release.schema() == ReleaseSchema.GUARDIAN) {
            Located version = release.root().at("version");
            if (!NUMBERS.matcher(version.value().asString("")).matches()) {
                findings.add(version, "expected numbers separated by dots, found " + Findings.shown(version.value()));
            }
        }
        release.addons()
                .map(addon -> addon.at("version"))
                .filter(version -> version.value().asString("").isBlank())
                .forEach(version -> findings.add(version, "is empty"));
    }

    private static boolean isExactVersion(String version) {
        try {
            return VersionScheme.parseMozilla(version) instanceof ExactVersion && !version.endsWith("\n");
        } catch (BadDataException _) {
            return false;
        }
    }
}
