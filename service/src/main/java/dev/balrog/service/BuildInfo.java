// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Build information of this program, as recorded by the build.
 *
 * @param version the release, such as {@code 1.2}
 * @param source location of the source code
 * @param commit the commit, or {@code unknown}
 */
public record BuildInfo(String version, String source, String commit) {

    private static final String RESOURCE = "build.properties";

    /** Returns the information about the running build. */
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
