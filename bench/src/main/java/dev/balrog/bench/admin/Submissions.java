// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import dev.balrog.client.release.LocaleSubmission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds of a release as automation submits them: one per locale and platform, in random order. */
final class Submissions {
    private static final long SEED = 1;
    private static final int SCHEMA_VERSION = 9;
    private static final int BUILD_BYTES = 1_500;
    private static final int FILE_BYTES = 300;
    private static final int HASH_DIGITS = 128;
    private static final String BUILD_ID = "20250720093000";
    private static final String ARCHIVE = "https://archive.mozilla.org/pub/firefox/nightly/2025/07/";

    private Submissions() {}

    /** Returns the builds of a release of this name. */
    static List<LocaleSubmission> of(String release, int platforms, int locales) {
        List<LocaleSubmission> submissions = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int platform = 0; platform < platforms; platform++) {
            for (int locale = 0; locale < locales; locale++) {
                String target = "Linux_x86_64-gcc3-" + platform;
                String language = "l" + locale;
                submissions.add(new LocaleSubmission(
                        release,
                        target,
                        language,
                        build(target, language, BUILD_BYTES, random),
                        "Firefox",
                        SCHEMA_VERSION,
                        "sha512",
                        List.of()));
            }
        }
        Collections.shuffle(submissions, new Random(SEED));
        return submissions;
    }

    /** Returns a release's data for a platform and locale, of about this size. */
    static ObjectNode build(String platform, String locale, int bytes, SplittableRandom random) {
        ObjectNode build = JsonNodeFactory.instance.objectNode();
        build.put("buildID", BUILD_ID).put("appVersion", "142.0a1").put("displayVersion", "142.0a1");
        String stem = ARCHIVE + platform + "/firefox-142.0a1." + locale;
        file(build.putArray("completes").addObject(), "*", stem + ".complete.mar", random);
        for (int i = 0; i < bytes / FILE_BYTES - 1; i++) {
            file(
                    build.withArray("partials").addObject(),
                    "Firefox-mozilla-central-nightly-202507" + (10 + i) + "093000",
                    stem + ".partial." + i + ".mar",
                    random);
        }
        return build;
    }

    private static void file(ObjectNode file, String from, String url, SplittableRandom random) {
        StringBuilder hash = new StringBuilder();
        while (hash.length() < HASH_DIGITS) {
            hash.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
        }
        file.put("filesize", random.nextInt(9_000_000, 70_000_000));
        file.put("from", from).put("fileUrl", url).put("hashValue", hash.toString());
    }
}
