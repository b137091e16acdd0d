// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

/** The version of Balrog, as it is noted in manifests. */
final class Version {
    private Version() {}

    /** The version; in a program that was not packaged, {@code development}. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
