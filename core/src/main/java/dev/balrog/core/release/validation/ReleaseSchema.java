// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import dev.balrog.core.rule.BuildIdCondition;
import dev.balrog.core.rule.VersionCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Formats of releases, by schema version. Version 7 was never used. */
enum ReleaseSchema {
    APP_1(1),
    APP_2(2),
    APP_3(3),
    APP_4(4),
    APP_5(5),
    APP_6(6),
    APP_8(8),
    APP_9(9),
    DESUPPORT(50),
    GMP(1000),
    SUPERBLOB(4000),
    SYSTEM_ADDONS(5000),
    GUARDIAN(10000);

    private final int version;

    ReleaseSchema(int version) {
        this.version = version;
    }

    /** Returns the schema of this version; empty when there is none. */
    static Optional<ReleaseSchema> of(int version) {
        return Arrays.stream(values())
                .filter(schema -> schema.version == version)
                .findFirst();
    }

    /** Returns the schema errors of a release; empty when the release is valid. */
    List<ReleaseError> errors(JsonNode release) {
        return Loader.load(version).validate(release).stream()
                .map(SchemaErrors::describe)
                .distinct()
                .toList();
    }

    /** Loads the JSON schemas from the classpath, each at its first use. */
    private static final class Loader {
        private static final String FOLDER = "classpath:dev/balrog/core/release/validation/";

        private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
                Dialect.builder(Dialects.getDraft202012())
                        .format(new Condition("version", VersionCondition::isWellFormed))
                        .format(new Condition("buildID", BuildIdCondition::isWellFormed))
                        .build(),
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));

        static Schema load(int version) {
            return REGISTRY.getSchema(SchemaLocation.of(FOLDER + "release-" + version + ".json"));
        }
    }

    /** String format for the schemas; the empty string conforms to every format. */
    private record Condition(String name, Predicate<String> accepted) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext execution, String value) {
            return value.isEmpty() || accepted.test(value);
        }
    }
}
