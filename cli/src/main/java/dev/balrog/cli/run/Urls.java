// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.run;

/** URLs of a server on this machine. */
public final class Urls {

    private Urls() {}

    /** Returns the base URL of the server for a client on the same machine. */
    public static String base(String host, int port) {
        String reachable = switch (host) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host;
        };
        boolean needsBrackets = reachable.contains(":") && !reachable.startsWith("[");
        return "http://" + (needsBrackets ? "[" + reachable + "]" : reachable) + ":" + port;
    }
}
