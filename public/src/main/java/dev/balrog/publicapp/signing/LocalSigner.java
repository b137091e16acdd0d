// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import dev.balrog.publicapp.signing.SigningSettings.LocalKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signs with a key held by this server. */
final class LocalSigner implements Signer {
    /** Signature algorithm over an existing hash, in the format r || s that clients expect. */
    private static final String ALGORITHM = "NONEwithECDSAinP1363Format";

    private static final Pattern PKCS8_PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final PrivateKey key;
    private final CertificateChain chain;
    private final String x5u;
    private final InstantSource clock;
    private final SigningEvents events;
    private final Instant validUntil;

    private LocalSigner(PrivateKey key, CertificateChain chain, String x5u, InstantSource clock, SigningEvents events) {
        this.events = events;
        this.validUntil = chain.validUntil();
        this.key = key;
        this.chain = chain;
        this.x5u = x5u;
        this.clock = clock;
    }

    /**
     * Reads the key and its certificates, and checks that clients can verify its signatures.
     *
     * @param events receiver of failures to sign
     * @throws IllegalArgumentException if they can't; the message is one line with the reason
     */
    static LocalSigner open(LocalKey settings, InstantSource clock, SigningEvents events) {
        CertificateChain chain = CertificateChain.read(settings.chainFile());
        requireP384(settings.chainFile(), chain.signingKey());
        PrivateKey key = readKey(settings.keyFile());
        requireP384(settings.keyFile(), key);
        requirePair(settings, key, chain.signingKey());
        chain.problemAt(clock.instant()).ifPresent(problem -> {
            throw new IllegalArgumentException(settings.chainFile() + " cannot be used: " + problem);
        });
        return new LocalSigner(key, chain, settings.x5u().toString(), clock, events);
    }

    @Override
    public ContentSignature sign(ContentHash hash) {
        chain.problemAt(clock.instant()).ifPresent(problem -> {
            throw failure(problem);
        });
        try {
            byte[] signature = sign(key, hash.bytes());
            return new ContentSignature(
                    x5u, Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw failure(e.toString());
        }
    }

    private SigningException failure(String problem) {
        events.count(SigningEvents.LOCAL_KEY);
        return new SigningException("The key of this server cannot be used: " + problem);
    }

    /**
     * Returns whether no certificate of the chain has expired; clients reject signatures by an
     * expired one.
     */
    @Override
    public boolean isValid() {
        return !clock.instant().isAfter(validUntil);
    }

    /** Returns the earliest expiry of a certificate. */
    Instant validUntil() {
        return validUntil;
    }

    byte[] certificateChain() {
        return chain.toPem();
    }

    private static PrivateKey readKey(Path file) {
        String pem;
        try {
            pem = Files.readString(file);
        } catch (IOException e) {
            throw CertificateChain.unreadable(file, e);
        }
        Matcher key = PKCS8_PEM.matcher(pem);
        if (!key.find()) {
            throw noKey(file, null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw noKey(file, e);
        }
    }

    private static IllegalArgumentException noKey(Path file, @Nullable Exception cause) {
        return new IllegalArgumentException(
                file
                        + " holds no unencrypted EC key in PKCS#8 PEM format; convert it with 'openssl pkcs8 -topk8 -nocrypt'",
                cause);
    }

    private static void requireP384(Path file, Key key) {
        try {
            AlgorithmParameters p384 = AlgorithmParameters.getInstance("EC");
            p384.init(new ECGenParameterSpec("secp384r1"));
            boolean isP384 = key instanceof ECKey ec
                    && ec.getParams()
                            .getCurve()
                            .equals(p384.getParameterSpec(ECParameterSpec.class).getCurve());
            if (!isP384) {
                throw new IllegalArgumentException("The key in " + file
                        + " is not on the curve P-384 (secp384r1), the only one that clients accept");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime knows P-384", e);
        }
    }

    private static void requirePair(LocalKey settings, PrivateKey privateKey, PublicKey publicKey) {
        byte[] probe = ContentHash.of(new byte[0]).bytes();
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            if (!verifier.verify(sign(privateKey, probe))) {
                throw new IllegalArgumentException("The key in %s does not belong to the first certificate in %s"
                        .formatted(settings.keyFile(), settings.chainFile()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key in " + settings.keyFile() + " cannot sign: " + e, e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] hash) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(hash);
        return signature.sign();
    }
}
