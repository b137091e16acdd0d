// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from, as the build wrote it down.
 *
 * @param version the release, such as {@code 1.2}
 * @param source where its source code is
 * @param commit the commit, or {@code unknown}
 */
public record BuildInfo(String version, String source, String commit) {

    private static final String RESOURCE = "build.properties";

    /** The build that is running. */
    public static BuildInfo current() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                properties.getProperty("version", "unknown"),
                properties.getProperty("source", "unknown"),
                properties.getProperty("commit", "unknown"));
    }
}
