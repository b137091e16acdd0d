// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates manifests of backups by HMAC-SHA-256. Without a key nothing is authenticated, and nothing is checked.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
public final class ManifestKey {
    /** No key. */
    public static final ManifestKey NONE = new ManifestKey(null, true);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY_BYTES = 32;

    private final @Nullable SecretKeySpec key;
    private final boolean allowUnauthenticated;

    private ManifestKey(@Nullable SecretKeySpec key, boolean allowUnauthenticated) {
        this.key = key;
        this.allowUnauthenticated = allowUnauthenticated;
    }

    /**
     * Reads a key.
     *
     * @param file holds at least 32 random bytes; whitespace at its end does not count
     * @param allowUnauthenticated whether backups are used that were made without a key
     * @throws BackupException when the file can't be read or is too short
     */
    public static ManifestKey read(Path file, boolean allowUnauthenticated) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BackupException("The key of the backups can't be read from " + file + ": " + e, e);
        }
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] > 0 && bytes[length - 1] <= ' ') {
            length--;
        }
        if (length < SHORTEST_KEY_BYTES) {
            throw new BackupException("The key in " + file + " is too short: it must have " + SHORTEST_KEY_BYTES
                    + " bytes. Generate one with: openssl rand -hex 32");
        }
        return new ManifestKey(new SecretKeySpec(Arrays.copyOf(bytes, length), ALGORITHM), allowUnauthenticated);
    }

    /** Returns whether there is a key. */
    public boolean isPresent() {
        return key != null;
    }

    boolean allowsUnauthenticated() {
        return allowUnauthenticated;
    }

    /** Returns the code for a text; empty without a key. */
    Optional<String> code(String text) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Optional.of(HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares codes in constant time. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
