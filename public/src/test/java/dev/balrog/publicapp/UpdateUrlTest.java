// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.request.Force;
import dev.balrog.core.request.RequestTarget;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateUrlTest {
    private static final String CURRENT = "/update/6/Firefox/128.0/20240704121409/WINNT_x86_64-msvc-x64/de/release/"
            + "Windows_NT%2010.0/ISET:SSE4_2,MEM:8096/partner/1.0/update.xml";

    @Test
    void readsAllThatACurrentClientSends() {
        UpdateRequest request = read(CURRENT + "?force=1&mig64=1&pin=128.");

        assertThat(request.product()).isEqualTo("Firefox");
        assertThat(request.version()).isEqualTo("128.0");
        assertThat(request.buildId()).isEqualTo("20240704121409");
        assertThat(request.buildTarget()).isEqualTo("WINNT_x86_64-msvc-x64");
        assertThat(request.locale()).isEqualTo("de");
        assertThat(request.channel()).isEqualTo("release");
        assertThat(request.osVersion()).isEqualTo("Windows_NT 10.0");
        assertThat(request.capabilities().instructionSet()).isEqualTo("SSE4_2");
        assertThat(request.capabilities().memoryMegabytes()).isEqualTo(8096);
        assertThat(request.distribution()).isEqualTo("partner");
        assertThat(request.distributionVersion()).isEqualTo("1.0");
        assertThat(request.headerArchitecture()).isEqualTo("Intel");
        assertThat(request.force()).isEqualTo(Force.MAPPING);
        assertThat(request.mig64()).isTrue();
        assertThat(request.pin()).isEqualTo("128.");
    }

    @Test
    void whatTheUrlHasNoPlaceForIsNotThere() {
        UpdateRequest request = read("/json/1/FirefoxVPN/2.1/WINNT_x86_64/release/update.json");

        assertThat(request.buildId()).isNull();
        assertThat(request.locale()).isNull();
        assertThat(request.osVersion()).isNull();
        assertThat(request.headerArchitecture()).isNull();
        assertThat(request.mig64()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/update/1/p/1.0/1/t/l/c/update.xml",
                "/update/2/p/1.0/1/t/l/c/os/update.xml",
                "/update/3/p/1.0/1/t/l/c/os/d/dv/update.xml",
                "/update/4/p/1.0/1/t/l/c/os/d/dv/pv/update.xml",
                "/update/5/p/1.0/1/t/l/c/os/d/dv/imei/update.xml",
                "/update/6/p/1.0/1/t/l/c/os/caps/d/dv/update.xml",
                "/json/1/p/1.0/t/c/update.json",
                "/json/2/p/1.0/t/c/os/update.json"
            })
    void knowsEachKindOfUrl(String target) {
        assertThat(UpdateUrl.of(RequestTarget.parse(target).segments())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/update/7/p/1.0/1/t/l/c/update.xml",
                "/update/1/p/1.0/1/t/l/update.xml",
                "/update/1/p/1.0/1/t/l/c/update.json",
                "/update/1/p//1/t/l/c/update.xml",
                "/update/1/p/1.0/1/t/l/c/update.xml/",
                "/json/3/p/1.0/t/c/update.json",
                "/"
            })
    void knowsNoOthers(String target) {
        assertThat(UpdateUrl.of(RequestTarget.parse(target).segments())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Darwin_x86_64-gcc3, Mozilla/5.0 (Macintosh; PPC Mac OS X), PPC",
                "Darwin_x86_64-gcc3, Mozilla/5.0 (Macintosh; Intel Mac OS X), Intel",
                "WINNT_x86-msvc, Mozilla/5.0 (PPC), Intel",
                "Darwin_x86_64-gcc3, none, Intel"
            })
    void onlyMacsTellTheirProcessorInTheUserAgent(String buildTarget, @Nullable String userAgent, String expected) {
        String target = "/update/1/p/1.0/1/" + buildTarget + "/l/c/update.xml";

        assertThat(read(target, userAgent).headerArchitecture()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, MAPPING",
        "-1, FALLBACK_MAPPING",
        "0, NONE",
        "'', NONE",
        "1?avast=1, MAPPING",
        "1%3Favast=1, MAPPING",
        "-1?avast, FALLBACK_MAPPING",
        "avast, NONE"
    })
    void understandsForceEvenWithAvastsParameterBehindIt(String force, Force expected) {
        assertThat(read(CURRENT + "?force=" + force).force()).isEqualTo(expected);
    }

    @Test
    void removesWhatAvastPutsInFrontOfTheLocale() {
        assertThat(read("/update/1/p/1.0/1/t/x86%20de/c/update.xml").locale()).isEqualTo("de");
    }

    @ParameterizedTest
    @CsvSource({"10.0.2esrpre, 10.0.2", "10.0.2, 10.0.2", "esrpre, esrpre"})
    void removesTheEndingOfEsrNightlies(String sent, String version) {
        assertThat(read("/update/3/p/" + sent + "/1/t/l/c/os/d/dv/update.xml").version())
                .isEqualTo(version);
    }

    @Test
    void replacesWhatIsBeyondAscii() {
        assertThat(read("/update/1/%C3%BC%F0%9F%A6%8A/1.0/1/t/l/c/update.xml").product())
                .isEqualTo("??");
    }

    private static UpdateRequest read(String target) {
        return read(target, "test");
    }

    private static UpdateRequest read(String target, @Nullable String userAgent) {
        RequestTarget parsed = RequestTarget.parse(target);
        return Objects.requireNonNull(UpdateUrl.of(parsed.segments()))
                .read(parsed.segments(), parsed.query(), userAgent);
    }
}
