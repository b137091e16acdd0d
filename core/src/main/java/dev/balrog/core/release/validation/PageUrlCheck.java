// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rejects URLs of pages for users that are not http or https, such as {@code javascript:} or
 * {@code file:} URLs.
 */
final class PageUrlCheck implements ContentCheck {
    private static final List<String> FIELDS =
            List.of("detailsUrl", "licenseUrl", "billboardURL", "openURL", "notificationURL", "alertURL", "detailsURL");
    /** Placeholder that Balrog or, for {@code %OLD_VERSION%}, the client substitutes. */
    private static final Pattern KEY = Pattern.compile("%[A-Za-z_]{1,30}%");

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        Stream<Located> groups = release.root().at("updateLine").children().map(group -> group.at("fields"));
        Stream.concat(Stream.of(release.root()), groups)
                .flatMap(owner -> FIELDS.stream().map(owner::at))
                .filter(page ->
                        page.value().isString() && !page.value().asString().isEmpty())
                .forEach(page -> checkPage(page, findings));
    }

    private static void checkPage(Located page, Findings findings) {
        try {
            DownloadUrl url =
                    DownloadUrl.parse(KEY.matcher(page.value().asString()).replaceAll("x"));
            if (!url.isHttp()) {
                findings.add(page, "has the scheme " + url.scheme() + "; expected http or https");
            }
        } catch (InvalidUrlException e) {
            findings.add(page, "is not the URL of a web page: it " + e.getMessage());
        }
    }
}
