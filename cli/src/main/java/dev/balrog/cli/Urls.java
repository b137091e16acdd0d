// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

/** URLs of a server that listens here. */
final class Urls {

    private Urls() {}

    /** The URL that everything begins with, for a client on this machine. */
    static String base(String host, int port) {
        String reachable = switch (host) {
            case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host;
        };
        boolean needsBrackets = reachable.contains(":") && !reachable.startsWith("[");
        return "http://" + (needsBrackets ? "[" + reachable + "]" : reachable) + ":" + port;
    }
}
