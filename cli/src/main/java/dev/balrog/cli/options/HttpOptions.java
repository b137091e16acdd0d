// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.HttpSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a server listens. */
public final class HttpOptions {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 for all.")
    @Variable("HOST")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9010",
            converter = PortConverter.class,
            description = "The port to listen on; 0 takes a free one.")
    @Variable("PORT")
    private int port;

    /** Settings for a server there. */
    public HttpSettings settings() {
        return HttpSettings.listeningOn(host, port);
    }

    /** The address to listen on. */
    public String host() {
        return host;
    }

    /** The port to listen on; 0 for any. */
    public int port() {
        return port;
    }

    static final class PortConverter implements ITypeConverter<Integer> {
        private static final int HIGHEST = 65_535;

        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text.strip());
                if (port >= 0 && port <= HIGHEST) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' is no port: give a number from 0 to " + HIGHEST);
        }
    }
}
