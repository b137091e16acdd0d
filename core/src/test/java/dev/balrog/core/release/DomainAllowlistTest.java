// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainAllowlistTest {
    private static final DomainAllowlist LIST = DomainAllowlist.of(Scenario.json("""
            {
              "a.example": ["Firefox", "Fennec"],
              "a.example:8080": ["Firefox"],
              "paths.example": {
                "/fx/.*": ["Firefox"],
                "/(fx|gmp)/[^/]+": ["GMP"],
                "/gmp/x": ["Firefox"]
              },
              "nobody.example": []
            }
            """));

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "https://a.example/file,        Firefox, true",
        "https://a.example/file,        Fennec,  true",
        "https://a.example/file,        firefox, false",
        "https://a.example/file,        GMP,     false",
        "http://a.example,              Firefox, true",
        "HTTP://a.example?x,            Firefox, true",
        "ftp://a.example/,              Firefox, false",
        "javascript://a.example/,       Firefox, false",
        "file://a.example/,             Firefox, false",
        "https://a.example#x,           Firefox, true",
        "https://nobody.example/,       Firefox, false",
        "https://b.example/,            Firefox, false",
        "https://x.a.example/,          Firefox, false",
        "https://a.example.evil/,       Firefox, false",
        // Port and user belong to the name.
        "https://a.example:8080/,       Firefox, true",
        "https://a.example:8080/,       Fennec,  false",
        "https://a.example:443/,        Firefox, false",
        "https://me@a.example/,         Firefox, false",
        "https://a.example@evil/,       Firefox, false",
        "https://A.example/,            Firefox, false",
    })
    void allowsHostsForProducts(String url, String product, boolean allowed) {
        assertThat(LIST.allows(url, product)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "https://paths.example/fx/a/b,   Firefox, true",
        "https://paths.example/fx/a?x=y, Firefox, true",
        "https://paths.example/fx/a;x=y, Firefox, true",
        "https://paths.example/gmp/a,    GMP,     true",
        "https://paths.example/gmp/a/b,  GMP,     false",
        "https://paths.example/gmp/a;/b, GMP,     false",
        "https://paths.example/gmp/a?/b, GMP,     true",
        "https://paths.example/gmp/a#/b, GMP,     true",
        "https://paths.example/x/fx/,    Firefox, false",
        "https://paths.example,          Firefox, false",
        // The first pattern that matches decides.
        "https://paths.example/fx/a,     GMP,     false",
        "https://paths.example/gmp/x,    Firefox, false",
    })
    void allowsPathsForProducts(String url, String product, boolean allowed) {
        assertThat(LIST.allows(url, product)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "a.example",
                "/a.example/",
                "://a.example/",
                "https:a.example/",
                "https:/a.example/",
                "https:\\\\a.example/",
                // Clients find another host in these.
                "https:evil.example/://a.example/",
                "https:/evil.example/://a.example/",
                "evil.example/?://a.example/",
                "1https://a.example/",
                "ht tps://a.example/",
            })
    void allowsNoUrlWithoutSchemeAndHost(String url) {
        assertThat(LIST.allows(url, "Firefox")).isFalse();
    }

    @Test
    void allowsNothingWhenEmpty() {
        assertThat(DomainAllowlist.of(Scenario.json("{}")).allows("https://a.example/", "Firefox"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ["a.example"]                    | expected an object of host names, found ARRAY
            {"a.example": "Firefox"}         | a.example: expected an array of products, or an object of path patterns
            {"a.example": {"/(": []}}        | a.example: /( is not a regular expression
            """)
    void refusesListsOfAnotherForm(String list, String message) {
        assertThatThrownBy(() -> DomainAllowlist.of(Scenario.json(list)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
