// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Parses the JSON of a release into a {@link Release}, by its {@code schema_version}. */
public final class ReleaseReader {
    private static final int DESUPPORT = 50;
    private static final int GMP = 1000;
    private static final int SUPERBLOB = 4000;
    private static final int SYSTEM_ADDONS = 5000;
    private static final int GUARDIAN = 10000;

    private ReleaseReader() {}

    /**
     * Returns the {@code schema_version} of a release, also where it is written as {@code 9.0};
     * empty when it is no integer.
     */
    public static OptionalInt schemaVersion(JsonNode json) {
        JsonNode version = json.path("schema_version");
        return version.canConvertToExactIntegral() && version.canConvertToInt()
                ? OptionalInt.of(version.intValue())
                : OptionalInt.empty();
    }

    /**
     * Reads a release.
     *
     * <p>Missing required data only fails the responses that need it, since formats were not always
     * validated when they were stored.
     *
     * @param json whole release, with the parts of every platform and locale merged in
     * @throws InvalidReleaseException when the JSON is no release of a known format
     */
    public static Release read(JsonNode json) throws InvalidReleaseException {
        if (!json.isObject()) {
            throw new InvalidReleaseException("expected an object, found " + json.getNodeType());
        }
        int schemaVersion =
                schemaVersion(json).orElseThrow(() -> new InvalidReleaseException("schema_version is not set"));
        String name = json.path("name").asString("");
        Optional<AppReleaseFormat> appFormat = AppReleaseFormat.of(schemaVersion);
        if (appFormat.isPresent()) {
            return AppRelease.of(name, json, appFormat.get());
        }
        return switch (schemaVersion) {
            case DESUPPORT -> DesupportRelease.of(name, json);
            case GMP -> GmpRelease.of(name, json);
            case SUPERBLOB -> Superblob.of(name, json);
            case SYSTEM_ADDONS -> SystemAddonsRelease.of(name, json);
            case GUARDIAN -> GuardianRelease.of(name, json);
            default -> throw new InvalidReleaseException("schema_version " + schemaVersion + " is unknown");
        };
    }
}
