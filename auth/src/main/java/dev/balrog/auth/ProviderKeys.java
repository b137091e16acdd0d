// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the identity provider. They are asked for anew after an hour, and when a token names a key that is
 * not known, because providers change their keys; but not so often that somebody with made-up names could have us
 * bother the provider. While it does not answer, the keys that are known go on being used.
 */
final class ProviderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

    private final ProviderClient client;
    private final InstantSource clock;
    private Map<String, RSAPublicKey> keys = Map.of();
    private Instant asked = Instant.MIN;

    ProviderKeys(ProviderClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The key of this name; empty when the provider has none. */
    synchronized Optional<RSAPublicKey> find(String id) throws InterruptedException {
        Duration age = asked.equals(Instant.MIN) ? LIFETIME : Duration.between(asked, clock.instant());
        boolean due = keys.containsKey(id) ? age.compareTo(LIFETIME) >= 0 : age.compareTo(SHORTEST_PAUSE) >= 0;
        if (due) {
            asked = clock.instant();
            refresh();
        }
        return Optional.ofNullable(keys.get(id));
    }

    private void refresh() throws InterruptedException {
        try {
            Map<String, RSAPublicKey> found = new HashMap<>();
            for (JWK key : JWKSet.parse(client.keys()).getKeys()) {
                if (key instanceof RSAKey rsa && key.getKeyID() != null) {
                    found.put(key.getKeyID(), rsa.toRSAPublicKey());
                }
            }
            keys = Map.copyOf(found);
        } catch (IOException | ParseException | JOSEException | IllegalArgumentException e) {
            LOG.warn("The identity provider's keys can't be read; {} known keys go on being used", keys.size(), e);
        }
    }
}
