// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** E-mail addresses in settings. */
final class MailAddresses {
    private MailAddresses() {}

    /**
     * Returns a single address, as in RFC 5322.
     *
     * @throws IllegalArgumentException if it is none
     */
    static InternetAddress require(String address) {
        try {
            InternetAddress parsed = new InternetAddress(address, true);
            if (parsed.getAddress().indexOf('@') > 0) {
                return parsed;
            }
        } catch (AddressException e) {
            throw new IllegalArgumentException("'" + address + "' is not an e-mail address: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("'" + address + "' is not an e-mail address");
    }
}
