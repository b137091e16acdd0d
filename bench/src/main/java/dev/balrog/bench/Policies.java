// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import dev.balrog.cli.options.ServingOptions;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Default allowlist of download hosts. */
public final class Policies {
    private static final String SPECIAL_FORCE_HOST = "http://download.mozilla.org";

    private Policies() {}

    /** Returns the policy of Mozilla's hosts. */
    public static UrlPolicy usual() {
        try (InputStream hosts = Objects.requireNonNull(ServingOptions.class.getResourceAsStream("domains.json"))) {
            return new UrlPolicy(DomainAllowlist.of(new JsonMapper().readTree(hosts)), List.of(SPECIAL_FORCE_HOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
