// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import java.util.List;
import picocli.CommandLine.Option;

/** What the answers of the public app are to be like. */
public final class ServingOptions {
    @Option(
            names = "--cache-control",
            paramLabel = "VALUE",
            defaultValue = "public, max-age=90",
            description = "The header Cache-Control of answers.")
    @Variable("CACHE_CONTROL")
    private String cacheControl;

    @Option(
            names = "--special-force-hosts",
            paramLabel = "URL",
            split = ",",
            defaultValue = MozillaDomains.SPECIAL_FORCE_HOST,
            description = "Beginnings of URLs that are told when a client asked for the update itself; separated by"
                    + " commas.")
    @Variable("SPECIAL_FORCE_HOSTS")
    private List<String> specialForceHosts;

    /** The header {@code Cache-Control} of answers. */
    public String cacheControl() {
        return cacheControl;
    }

    /**
     * Which download URLs may be answered.
     *
     * @param allowlist the hosts that updates may come from
     */
    public UrlPolicy urlPolicy(DomainAllowlist allowlist) {
        List<String> hosts = specialForceHosts.stream()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
        return new UrlPolicy(allowlist, hosts);
    }
}
