// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

/**
 * Newest entry of the audit log. A copy that is kept elsewhere proves later that no earlier entry
 * has changed.
 *
 * @param sequence its sequence number; 0 while the log is empty
 * @param hash its hash
 * @param millis time at which it was written, in milliseconds since 1970
 */
public record AuditHead(long sequence, String hash, long millis) {
    /** Head of an empty log. */
    public static final AuditHead NONE = new AuditHead(0, "0".repeat(64), 0);

    /**
     * Parses the output of {@link #toString}.
     *
     * @throws IllegalArgumentException when the string has another format
     */
    public static AuditHead parse(String text) {
        if (!text.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a head of the audit log is SEQUENCE:HASH, not " + text);
        }
        int colon = text.indexOf(':');
        return new AuditHead(Long.parseLong(text, 0, colon, 10), text.substring(colon + 1), 0);
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
