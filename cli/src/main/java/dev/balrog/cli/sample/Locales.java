// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;

/** Locales of the sample's applications. */
final class Locales {
    /** 100 locales, those with the most users first. */
    static final List<String> ALL = List.of(
            ("en-US de fr es-ES pt-BR ru zh-CN ja pl it en-GB nl zh-TW tr id cs hu es-MX sv-SE fi el da uk ko vi pt-PT"
                            + " es-AR ro nb-NO bg sk ar fa hr he th sl sr lt lv et es-CL en-CA ca eu gl ach af an ast az"
                            + " be bn bo br brx bs ca-valencia cak cy dsb eo ff fur fy-NL ga-IE gd gn gu-IN hi-IN hsb"
                            + " hy-AM ia is ka kab kk km kn lij mk mr ms my ne-NP nn-NO oc pa-IN rm sat sc sco si skr son"
                            + " sq szl ta te tg")
                    .split(" ", -1));

    private Locales() {}

    /** Returns the locales with the most users. */
    static List<String> first(int number) {
        return ALL.subList(0, number);
    }
}
