// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import java.util.Arrays;
import java.util.Optional;

/** Settable field of a rule. */
public enum RuleField {
    ALIAS("alias", Type.TEXT),
    PRIORITY("priority", Type.NUMBER),
    MAPPING("mapping", Type.TEXT),
    FALLBACK_MAPPING("fallbackMapping", Type.TEXT),
    BACKGROUND_RATE("backgroundRate", Type.NUMBER),
    UPDATE_TYPE("update_type", Type.TEXT),
    PRODUCT("product", Type.TEXT),
    VERSION("version", Type.TEXT),
    CHANNEL("channel", Type.TEXT),
    BUILD_TARGET("buildTarget", Type.TEXT),
    BUILD_ID("buildID", Type.TEXT),
    LOCALE("locale", Type.TEXT),
    OS_VERSION("osVersion", Type.TEXT),
    INSTRUCTION_SET("instructionSet", Type.TEXT),
    MEMORY("memory", Type.TEXT),
    MIG64("mig64", Type.TRUTH),
    JAWS("jaws", Type.TRUTH),
    DISTRIBUTION("distribution", Type.TEXT),
    DIST_VERSION("distVersion", Type.TEXT),
    HEADER_ARCHITECTURE("headerArchitecture", Type.TEXT),
    COMMENT("comment", Type.TEXT);

    private final String apiName;
    private final Type type;

    /** Type of a field's values. */
    public enum Type {
        TEXT,
        NUMBER,
        TRUTH
    }

    RuleField(String apiName, Type type) {
        this.apiName = apiName;
        this.type = type;
    }

    /** Returns the name in the API. */
    public String apiName() {
        return apiName;
    }

    /** Returns the type of the values. */
    public Type type() {
        return type;
    }

    /** Returns the field with this name in the API; empty if there is none. */
    public static Optional<RuleField> named(String apiName) {
        return Arrays.stream(values())
                .filter(field -> field.apiName.equals(apiName))
                .findFirst();
    }
}
