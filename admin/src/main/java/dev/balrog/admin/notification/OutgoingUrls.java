// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/** Checks of URLs that secrets are sent to. Messages never contain the URL, which may be a secret. */
final class OutgoingUrls {
    private OutgoingUrls() {}

    /**
     * Checks the URL of an HTTP request.
     *
     * @throws IllegalArgumentException unless it is an {@code https} URL without user, or one of
     *     {@code http} with a loopback address
     */
    static void requireHttp(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("it is not a URL such as https://hooks.example.com/balrog");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(url.getHost()))) {
            throw new IllegalArgumentException(
                    "the URL at " + url.getHost() + " has to begin with https://, unless it is on this machine");
        }
    }

    /** Returns whether a host is this machine, without asking the DNS. */
    static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        // Names are never resolved: they could mean another machine later.
        boolean literal = host.matches("127(\\.[0-9]{1,3}){3}") || host.matches("\\[?[0-9a-fA-F]*:[0-9a-fA-F:]*]?");
        if (!literal) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
