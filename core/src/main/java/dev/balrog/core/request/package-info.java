// SPDX-License-Identifier: MPL-2.0
/** Update requests as immutable values, and the URLs from which they are parsed. */
@NullMarked
package dev.balrog.core.request;

import org.jspecify.annotations.NullMarked;
