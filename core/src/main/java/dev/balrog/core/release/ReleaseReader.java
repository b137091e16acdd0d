// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import tools.jackson.databind.JsonNode;

/** Turns the JSON of a release into a {@link Release}, by its {@code schema_version}. */
public final class ReleaseReader {
    private ReleaseReader() {}

    /**
     * Reads a release.
     *
     * @param release the whole release, with the parts of every platform and locale merged in
     * @throws InvalidReleaseException when the format is unknown or the data does not follow it
     */
    public static Release read(JsonNode release) throws InvalidReleaseException {
        if (release.isObject()) {
            return new Release() {
                @Override
                public String name() {
                    return release.path("name").asString();
                }

                @Override
                public Serving serving(dev.balrog.core.request.UpdateRequest request) {
                    return Serving.NO;
                }
            };
        }
        throw new InvalidReleaseException("not an object");
    }
}
