// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the answers of the public app are to be like. */
public final class ServingOptions {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--cache-control",
            paramLabel = "VALUE",
            defaultValue = "public, max-age=90",
            description = "The header Cache-Control of answers.")
    @Variable("CACHE_CONTROL")
    private String cacheControl;

    @Option(
            names = "--domain-allowlist",
            paramLabel = "FILE",
            description = {
                "JSON file with the hosts that updates may come from, each with a list of products, or with an object"
                        + " of path patterns and lists of products. Without it: Mozilla's hosts."
            })
    @Variable("DOMAIN_ALLOWLIST")
    private @Nullable Path domainAllowlist;

    @Option(
            names = "--special-force-hosts",
            paramLabel = "URL",
            split = ",",
            defaultValue = MozillaDomains.SPECIAL_FORCE_HOST,
            description = "Beginnings of URLs that are told when a client asked for the update itself; separated by"
                    + " commas.")
    @Variable("SPECIAL_FORCE_HOSTS")
    private List<String> specialForceHosts;

    @Option(
            names = "--staging",
            defaultValue = "0",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "0|1",
            description = "Whether updates may come from Mozilla's staging hosts as well.")
    @Variable("STAGING")
    private boolean staging;

    @Option(
            names = "--version-file",
            paramLabel = "FILE",
            description = "JSON file to answer /__version__ with. Without it: what the build knows of itself.")
    @Variable("VERSION_FILE")
    private @Nullable Path versionFile;

    /** The header {@code Cache-Control} of answers. */
    public String cacheControl() {
        return cacheControl;
    }

    /** Whether this is a staging server. */
    public boolean staging() {
        return staging;
    }

    /** The file to answer {@code /__version__} with. */
    public Optional<Path> versionFile() {
        return Optional.ofNullable(versionFile);
    }

    /**
     * Which download URLs may be answered.
     *
     * @throws InvalidOptionException when the file can't be read or is of another form
     */
    public UrlPolicy urlPolicy() {
        List<String> hosts = specialForceHosts.stream()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
        return new UrlPolicy(allowlist(), hosts);
    }

    private DomainAllowlist allowlist() {
        Path file = domainAllowlist;
        if (file == null) {
            return MozillaDomains.allowlist(staging);
        }
        try {
            JsonNode hosts = JSON.readTree(Files.readAllBytes(file));
            return DomainAllowlist.of(hosts);
        } catch (IOException unreadable) {
            throw new InvalidOptionException("the domain allow-list " + file + " can't be read: " + unreadable);
        } catch (JacksonException notJson) {
            throw new InvalidOptionException(
                    "the domain allow-list " + file + " is no JSON: " + notJson.getOriginalMessage());
        } catch (IllegalArgumentException wrongForm) {
            throw new InvalidOptionException("the domain allow-list " + file + ": " + wrongForm.getMessage());
        }
    }
}
