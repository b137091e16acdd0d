// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version that the build wrote down, and the Java that runs it. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"balrog " + version() + " (Java " + Runtime.version() + ")"};
    }

    /** The version of this build, such as {@code 0.1}. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream file = VersionProvider.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IllegalStateException("version.properties is missing from the jar");
            }
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "unknown");
    }
}
