// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.util.Locale;
import java.util.regex.Pattern;

/** Removes secrets from error reports, so that they do not leave the process. */
final class Secrets {

    static final String REMOVED = "[removed]";

    private static final String NAMES =
            "(?:proxy-)?authorization|(?:set-)?cookie|password|passwd|secret|client_secret|token|access_token|api[-_]?key";
    private static final Pattern NAME = Pattern.compile(".*(?:" + NAMES + ").*");
    /** Password in a URI: {@code scheme://user:password@host}. */
    private static final Pattern URI_PASSWORD = Pattern.compile("(://[^\\s/:@]*):[^\\s/]*@");
    /** Credentials by authentication scheme, at any position. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("\\b(bearer|basic|hawk|digest)\\s+[^\\r\\n]+", Pattern.CASE_INSENSITIVE);
    /**
     * Whole value of a header or property for cookies and authorization, since it has several
     * parts.
     */
    private static final Pattern HEADER = Pattern.compile(
            "((?:proxy-)?authorization|(?:set-)?cookie)([\"']?\\s*[:=]\\s*)[^\\r\\n]+", Pattern.CASE_INSENSITIVE);

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(" + NAMES + ")([\"']?\\s*[:=]\\s*)[\"']?[^\\s\"'&,;]+", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** Returns the string with each secret in it replaced. */
    static String removeFrom(String text) {
        String scrubbed = URI_PASSWORD.matcher(text).replaceAll("$1:" + REMOVED + "@");
        scrubbed = HEADER.matcher(scrubbed).replaceAll("$1$2" + REMOVED);
        scrubbed = CREDENTIALS.matcher(scrubbed).replaceAll("$1 " + REMOVED);
        return ASSIGNMENT.matcher(scrubbed).replaceAll("$1$2" + REMOVED);
    }

    /**
     * Returns the value of a named field without secrets; all of it is replaced if the name is that
     * of a secret.
     */
    static String removeFrom(String name, String value) {
        return isNameOfSecret(name) ? REMOVED : removeFrom(value);
    }

    /** Returns whether the value of a field with this name is a secret. */
    static boolean isNameOfSecret(String name) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
