// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Certificate chain: each certificate is signed with the key of the next.
 *
 * @param certificates at least one certificate; the first is that of the signing key
 */
record CertificateChain(List<X509Certificate> certificates) {
    CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads a chain from a file in PEM format.
     *
     * @throws IllegalArgumentException if the file has no certificates, or has them in another
     *     order
     */
    static CertificateChain read(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " contains something other than PEM certificates", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + " contains no PEM certificates");
        }
        for (int i = 1; i < certificates.size(); i++) {
            requireSignedBy(file, certificates.get(i - 1), certificates.get(i));
        }
        return new CertificateChain(certificates);
    }

    private static void requireSignedBy(Path file, X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s is out of order: the certificate of '%s' is not signed by '%s', which follows it; begin with that of the key and end with the root"
                            .formatted(file, name(certificate), name(issuer)),
                    e);
        }
    }

    PublicKey signingKey() {
        return certificates.getFirst().getPublicKey();
    }

    /** Returns the earliest expiry of a certificate in the chain. */
    Instant validUntil() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * Returns the reason why the chain can't be used at a time: the first certificate that is
     * outside its validity period; empty if there is none.
     */
    Optional<String> problemAt(Instant time) {
        for (X509Certificate certificate : certificates) {
            Instant begin = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            if (time.isBefore(begin)) {
                return Optional.of("the certificate of '" + name(certificate) + "' is not valid before " + begin);
            }
            if (time.isAfter(end)) {
                return Optional.of("the certificate of '" + name(certificate) + "' expired at " + end);
            }
        }
        return Optional.empty();
    }

    /** Returns the certificates in PEM format, without any other content of the file. */
    byte[] toPem() {
        StringBuilder pem = new StringBuilder();
        Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        try {
            for (X509Certificate certificate : certificates) {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(base64.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
        return pem.toString().getBytes(US_ASCII);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Returns the exception for an unreadable file. */
    static IllegalArgumentException unreadable(Path file, IOException cause) {
        String why = cause instanceof NoSuchFileException ? "there is no such file" : cause.toString();
        return new IllegalArgumentException("Cannot read " + file + ": " + why, cause);
    }
}
