// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.UrlPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Download hosts of Mozilla's updates, which are the default allow-list. */
public final class MozillaDomains {
    /** URL prefix that gets the parameter {@code force} when a user asked for the update. */
    public static final String SPECIAL_FORCE_HOST = "http://download.mozilla.org";

    private MozillaDomains() {}

    /** Returns the default policy for download URLs in responses. */
    public static UrlPolicy urlPolicy() {
        return new UrlPolicy(allowlist(false), List.of(SPECIAL_FORCE_HOST));
    }

    /** Returns the default allow-list of hosts and of the products that each may serve. */
    public static DomainAllowlist allowlist(boolean staging) {
        ObjectNode hosts = read("domains.json");
        if (staging) {
            hosts.setAll(read("staging-domains.json"));
        }
        return DomainAllowlist.of(hosts);
    }

    /**
     * Reads an allow-list.
     *
     * @throws InvalidOptionException if it can't be read or has another format
     */
    public static DomainAllowlist allowlist(Path file) {
        JsonNode hosts = JsonFile.read("the domain allow-list", file);
        try {
            return DomainAllowlist.of(hosts);
        } catch (IllegalArgumentException wrongForm) {
            throw new InvalidOptionException("the domain allow-list " + file + ": " + wrongForm.getMessage());
        }
    }

    private static ObjectNode read(String name) {
        try (InputStream file =
                Objects.requireNonNull(MozillaDomains.class.getResourceAsStream(name), name + " is in the jar")) {
            return (ObjectNode) new JsonMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
