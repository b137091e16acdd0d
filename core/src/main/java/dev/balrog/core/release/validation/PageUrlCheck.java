// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import dev.balrog.core.release.DownloadUrl;
import dev.balrog.core.release.InvalidUrlException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Check that pages that clients show to people are on the web: no {@code javascript:}, {@code file:} or the like. */
final class PageUrlCheck implements ContentCheck {
    private static final List<String> FIELDS =
            List.of("detailsUrl", "licenseUrl", "billboardURL", "openURL", "notificationURL", "alertURL", "detailsURL");
    /** Filled in by Balrog or, as {@code %OLD_VERSION%}, by the client. */
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
            findings.add(page, "is no URL of a page: it " + e.getMessage());
        }
    }
}
