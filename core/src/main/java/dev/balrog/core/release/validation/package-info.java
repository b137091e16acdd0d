// SPDX-License-Identifier: MPL-2.0
/** Validation of releases before they are stored: format, content and hosts of download URLs. */
@NullMarked
package dev.balrog.core.release.validation;

import org.jspecify.annotations.NullMarked;
