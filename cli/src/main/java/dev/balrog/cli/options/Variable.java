// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Environment variable that sets an option if the command line does not. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Variable {

    /** Name of the variable, such as {@code DBURI}. */
    String value();
}
