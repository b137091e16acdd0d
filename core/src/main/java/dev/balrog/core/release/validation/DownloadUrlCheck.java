// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rejects URLs, and values substituted into URLs, whose syntax could send clients to a host that is
 * not on the allow-list. {@link ReleaseValidator} checks whether the host itself is allowed.
 *
 * @param strictly whether URLs also have to conform to RFC 3986
 */
record DownloadUrlCheck(DomainAllowlist allowlist, boolean strictly) implements ContentCheck {
    @Override
    public void check(ReleaseDocument release, Findings findings) {
        DownloadUrls.of(release)
                .filter(found -> found.url().value().isString())
                .filter(found -> !found.url().value().asString().isEmpty())
                .forEach(found -> checkUrl(found, findings));
        filledIn(release)
                .forEach(place -> UrlTemplates.fault(place.value().asString(""), placeholders(), strictly)
                        .ifPresent(fault -> findings.add(place, "can't be inserted into URLs: it " + fault)));
        release.locales()
                .forEach(locale -> UrlTemplates.fault(locale.key(), List.of(), strictly)
                        .ifPresent(
                                fault -> findings.add(locale, "the locale can't be inserted into URLs: it " + fault)));
    }

    private void checkUrl(DownloadUrls.Found found, Findings findings) {
        Located place = found.url();
        try {
            DownloadUrl url = UrlTemplates.parse(place.value().asString(), found.keys());
            if (!allowlist.allowsScheme(url)) {
                findings.add(place, "has the scheme " + url.scheme() + "; expected http or https");
            } else if (strictly) {
                url.irregularity().ifPresent(fault -> findings.add(place, fault));
            }
        } catch (InvalidUrlException e) {
            findings.add(place, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the values that are substituted into URLs. The product names of old releases contain
     * placeholders themselves.
     */
    private static Stream<Located> filledIn(ReleaseDocument release) {
        if (!release.isApp()) {
            return Stream.empty();
        }
        Stream<Located> systems =
                release.platforms().flatMap(platform -> Stream.of(platform.at("OS_FTP"), platform.at("OS_BOUNCER")));
        Stream<Located> names = Stream.of("ftpFilenames", "bouncerProducts")
                .map(release.root()::at)
                .flatMap(Located::children)
                .flatMap(type -> type.value().isObject() ? type.children() : Stream.of(type));
        return Stream.concat(systems, names).filter(value -> value.value().isString());
    }

    private static List<String> placeholders() {
        return List.of("%LOCALE%", "%OS_FTP%", "%FILENAME%", "%PRODUCT%", "%OS_BOUNCER%");
    }
}
