// SPDX-License-Identifier: MPL-2.0
/** Whether a release may be stored: is it of its format, and may updates come from where it says? */
@NullMarked
package dev.balrog.core.release.validation;

import org.jspecify.annotations.NullMarked;
