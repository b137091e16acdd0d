// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rejects app releases with a platform or locale that can't be served: each needs a build id and,
 * for each channel, a URL for each of its complete updates. A release without URLs in
 * {@code fileUrls} is considered incomplete, as release automation may submit locales before the
 * rest.
 */
final class AnswerabilityCheck implements ContentCheck {
    private static final String BUILD_ID = "buildID";

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        release.locales().forEach(locale -> checkBuildId(locale, findings));
        List<Located> channels = release.root().at("fileUrls").children().toList();
        if (!channels.isEmpty()) {
            release.platforms().forEach(platform -> checkSystemNames(platform, findings));
            checkCompletes(release, channels, findings);
        }
    }

    private static void checkBuildId(Located locale, Findings findings) {
        Located platform = locale.owner().owner();
        Located own = locale.at(BUILD_ID);
        Located used = own.isPresent() ? own : platform.at(BUILD_ID);
        if (used.value().asString("").isBlank()) {
            findings.add(own, "is missing here and in the platform");
        }
    }

    /** Checks the platform's names on download servers, which every URL of a channel needs. */
    private static void checkSystemNames(Located platform, Findings findings) {
        boolean needsNames = platform.at("locales")
                .objects()
                .flatMap(ReleaseDocument::patches)
                .anyMatch(patch -> !patch.value().has("fileUrl"));
        if (needsNames) {
            Stream.of("OS_FTP", "OS_BOUNCER")
                    .map(platform::at)
                    .filter(name -> !name.isPresent())
                    .forEach(name -> findings.add(name, "is missing, but its locales use the URLs of fileUrls"));
        }
    }

    private static void checkCompletes(ReleaseDocument release, List<Located> channels, Findings findings) {
        if (release.hasUrlByChannelOnly()) {
            return;
        }
        Set<String> sources = release.locales()
                .flatMap(ReleaseDocument::completes)
                .filter(complete -> !complete.value().has("fileUrl"))
                .map(complete -> complete.value().path("from").asString(""))
                .collect(Collectors.toSet());
        // An empty channel is equivalent to an absent one.
        channels.stream().filter(channel -> !channel.value().isEmpty()).forEach(channel -> {
            Located completes = channel.at("completes");
            sources.stream()
                    .sorted()
                    .filter(source ->
                            completes.value().path(source).asString("").isEmpty())
                    .forEach(source -> findings.add(
                            completes, "has no URL for the complete updates from " + Findings.shown(source)));
        });
    }
}
