// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.release.DomainAllowlist;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Finding 19a: a URL that clients or servers read differently from the allow-list. */
class FetchedUrlTest {
    private static final DomainAllowlist ALLOWLIST = DomainAllowlist.of(new JsonMapper().readTree("""
            {"good.test": ["P"], "paths.test": {"/ok/[^?]*\\\\.mar": ["P"]}}
            """));

    private static Optional<FetchedUrl.Problem> problem(String url) {
        return FetchedUrl.problem(url, "P", ALLOWLIST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.test/a.mar",
                "http://good.test",
                "HTTPS://good.test/a b?x=..%2f#y",
                "https://paths.test/ok/a..b.mar",
                "https://paths.test/ok/%20a.mar"
            })
    void acceptsWhatLeadsToAnAllowedPlace(String url) {
        assertThat(problem(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/a.mar",
                "https://good.test@evil.test/a.mar",
                "https://good.test\\@evil.test/a.mar",
                "https://good.test\\.evil.test/",
                "https://good.test:80:90/",
                "https:evil.test/",
                "https:///good.test/",
                "//good.test/a.mar",
                "good.test/a.mar",
                "https://good\t.test/",
                "https://good.test/\u0001",
                " https://good.test/",
                "https://good.test/a/../b",
                "https://paths.test/ok/a/../b.mar",
                "https://paths.test/ok/../evil.mar",
                "https://paths.test/ok/%2e%2e/evil.mar",
                "https://paths.test/ok/..%2fevil.mar",
                "https://paths.test/ok/%252e%252e/evil.mar",
                "https://paths.test/ok/.%2E%5c..%5cevil.mar",
                "https://paths.test/ok/..;x/evil.mar",
                "https://paths.test/ok/a;/../../evil.mar",
                "https://paths.test/ok/../../evil.mar",
                ""
            })
    void forbidsEverythingElse(String url) {
        assertThat(problem(url)).get().matches(FetchedUrl.Problem::isForbidden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://good.test/a.mar", "javascript://good.test/%0aalert(1)", "file://good.test/etc"})
    void forbidsOtherSchemes(String url) {
        assertThat(problem(url)).get().matches(FetchedUrl.Problem::isForbidden);
    }

    @Test
    void clientsDoNotFetchWhatOldReleasesMayHold() {
        assertThat(FetchedUrl.problem("ftp://good.test/a.mar", "P", ALLOWLIST.compatible()))
                .get()
                .matches(problem -> !problem.isForbidden());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd"})
    void leadsPeopleToWebPagesOnly(String url) {
        assertThat(FetchedUrl.isForPeople(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://www.example.org/notes", "http://x", "", "/notes", "notes?a:b"})
    void leadsPeopleToPages(String url) {
        assertThat(FetchedUrl.isForPeople(url)).isTrue();
    }
}
