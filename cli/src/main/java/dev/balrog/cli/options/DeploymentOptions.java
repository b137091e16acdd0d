// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the deployment that both apps share. */
public final class DeploymentOptions {
    @Option(
            names = "--domain-allowlist",
            paramLabel = "FILE",
            description = {
                "JSON file with the hosts that updates may be downloaded from, each with a list of products, or an object"
                        + " of path patterns and lists of products. Default: Mozilla's hosts."
            })
    @Variable("DOMAIN_ALLOWLIST")
    private @Nullable Path domainAllowlist;

    @Option(
            names = "--special-force-hosts",
            paramLabel = "URL",
            split = ",",
            defaultValue = MozillaDomains.SPECIAL_FORCE_HOST,
            description = "URL prefixes that get the parameter force when a user asked for the update, separated by"
                    + " commas.")
    @Variable("SPECIAL_FORCE_HOSTS")
    private List<String> specialForceHosts;

    @Option(
            names = "--staging",
            defaultValue = "0",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "0|1",
            description =
                    "Whether this is a staging server, which accepts Mozilla's staging hosts and accounts" + ", too.")
    @Variable("STAGING")
    private boolean staging;

    @Option(
            names = "--version-file",
            paramLabel = "FILE",
            description = "JSON file to serve as /__version__. Default: the version and commit of the build.")
    @Variable("VERSION_FILE")
    private @Nullable Path versionFile;

    @Mixin
    private ContentChecksOption contentChecks;

    /** Returns whether this is a staging server. */
    public boolean staging() {
        return staging;
    }

    /** Returns the file with the response of {@code /__version__}; empty for none. */
    public Optional<Path> versionFile() {
        return Optional.ofNullable(versionFile);
    }

    /**
     * Returns the policy for download URLs in responses.
     *
     * @throws InvalidOptionException if the allow-list can't be read or has another format
     */
    public UrlPolicy urlPolicy() {
        List<String> hosts = specialForceHosts.stream()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
        DomainAllowlist allowlist = allowlist();
        return new UrlPolicy(
                switch (contentChecks.value()) {
                    case STRICT -> allowlist;
                    case COMPATIBLE -> allowlist.compatible();
                },
                hosts);
    }

    /** Returns the strictness of the checks on the content of releases. */
    public ContentChecks contentChecks() {
        return contentChecks.value();
    }

    private DomainAllowlist allowlist() {
        Path file = domainAllowlist;
        if (file == null) {
            return MozillaDomains.allowlist(staging);
        }
        return MozillaDomains.allowlist(file);
    }
}
