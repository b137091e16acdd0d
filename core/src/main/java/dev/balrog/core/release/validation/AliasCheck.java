// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.stream.Stream;

/** Rejects aliases of platforms that don't exist or are aliases themselves. */
final class AliasCheck implements ContentCheck {
    private static final String ALIAS = "alias";

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        release.addons().map(addon -> addon.at("platforms")).forEach(platforms -> {
            aliases(platforms).forEach(alias -> checkTarget(platforms, alias, findings));
            Located any = platforms.at("default").at(ALIAS);
            if (any.isPresent()) {
                findings.add(any, "the platform default can't be an alias");
            }
        });
        // In an incomplete release, the platform may be in another part.
        if (release.isApp() && release.complete()) {
            Located platforms = release.root().at("platforms");
            aliases(platforms).forEach(alias -> checkTarget(platforms, alias, findings));
        }
    }

    private static Stream<Located> aliases(Located platforms) {
        return platforms.objects().map(platform -> platform.at(ALIAS)).filter(Located::isPresent);
    }

    private static void checkTarget(Located platforms, Located alias, Findings findings) {
        Located target = platforms.at(alias.value().asString(""));
        if (!target.isPresent()) {
            findings.add(alias, "there is no platform " + Findings.shown(alias.value()));
        } else if (target.value().has(ALIAS)) {
            findings.add(alias, "the platform " + Findings.shown(alias.value()) + " is an alias itself");
        }
    }
}
