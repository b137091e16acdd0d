// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

/**
 * Encryption of a connection to a server, named like {@code ssl_mode} of MySQL's own clients.
 */
public enum TlsMode {
    /** No encryption. */
    DISABLED,
    /**
     * Encryption when the server offers it. A certificate that can't be verified is accepted
     * with a warning. Default for a server on this host.
     */
    PREFERRED,
    /** Encryption; any certificate is accepted. */
    REQUIRED,
    /** Encryption with a certificate from a trusted authority. */
    VERIFY_CA,
    /**
     * Encryption with a certificate from a trusted authority that is valid for the host.
     * Default for a server on another host.
     */
    VERIFY_IDENTITY;
}
