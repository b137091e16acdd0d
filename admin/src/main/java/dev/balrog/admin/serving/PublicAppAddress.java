// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.serving;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Address of the metrics of one public app.
 *
 * @param text host and port
 * @param isResolved false for a host name that can't be resolved at present
 */
public record PublicAppAddress(String text, boolean isResolved) {
    private static final int HTTP_PORT = 80;

    /**
     * Resolves a base URL; may block. A host name with several addresses, such as that of a headless
     * service of Kubernetes, stands for one app at each.
     *
     * @return the addresses; an unresolved one if the host name can't be resolved
     */
    public static Stream<PublicAppAddress> of(URI base) {
        int port = base.getPort() < 0 ? HTTP_PORT : base.getPort();
        try {
            InetAddress[] all = InetAddress.getAllByName(base.getHost());
            // An app with addresses of both kinds is one app.
            List<InetAddress> old =
                    Stream.of(all).filter(Inet4Address.class::isInstance).toList();
            return (old.isEmpty() ? Stream.of(all) : old.stream())
                    .map(address -> new PublicAppAddress(host(address) + ":" + port, true));
        } catch (UnknownHostException e) {
            return Stream.of(new PublicAppAddress(base.getHost() + ":" + port, false));
        }
    }

    private static String host(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet4Address ? text : "[" + text + "]";
    }

    /** Returns the URL of a page beside the metrics. */
    public URI page(String path) {
        return URI.create("http://" + text + path);
    }
}
