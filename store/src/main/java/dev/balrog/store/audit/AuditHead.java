// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

/**
 * The newest entry of the audit log. Whoever keeps it elsewhere can prove later that nothing before it has changed.
 *
 * @param sequence its number; 0 while the log is empty
 * @param hash its hash
 * @param millis when it was written, in milliseconds since 1970
 */
public record AuditHead(long sequence, String hash, long millis) {
    /** The head of an empty log. */
    public static final AuditHead NONE = new AuditHead(0, "0".repeat(64), 0);

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is something else
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
