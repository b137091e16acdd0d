// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.client.transport.ObjectKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Type of the object that a scheduled change changes. */
enum Subject {
    RULE(ObjectKind.RULE),
    RELEASE(null),
    RELEASE_V1(ObjectKind.RELEASE),
    PERMISSION(ObjectKind.PERMISSION),
    USER_ROLE(ObjectKind.USER_ROLE),
    SHUTOFF(ObjectKind.SHUTOFF),
    PRODUCT_SIGNOFF(ObjectKind.PRODUCT_SIGNOFF),
    PERMISSION_SIGNOFF(ObjectKind.PERMISSION_SIGNOFF),
    PIN(ObjectKind.PIN);

    static final String LABEL = "TYPE";
    static final String ALL =
            "rule, release, release-v1, permission, user-role, shutoff, product-signoff, permission-signoff or pin";
    static final String DESCRIPTION = "Type of entity: " + ALL + ".";
    static final String ID_LABEL = "ID";
    static final String ID_DESCRIPTION = "ID of the scheduled change; for type release, the name of the release.";

    private final @Nullable ObjectKind kind;

    Subject(@Nullable ObjectKind kind) {
        this.kind = kind;
    }

    /**
     * Returns the kind of object; empty for releases of the v2 API, whose parts are changed
     * together.
     */
    Optional<ObjectKind> kind() {
        return Optional.ofNullable(kind);
    }

    /** Returns the name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Parses the name on the command line. */
    static final class Converter implements ITypeConverter<Subject> {
        @Override
        public Subject convert(String text) {
            return Arrays.stream(values())
                    .filter(subject -> subject.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a type: give one of "
                            + Arrays.stream(values()).map(Subject::label).collect(Collectors.joining(", "))));
        }
    }
}
