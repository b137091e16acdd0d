// SPDX-License-Identifier: MPL-2.0

/** What clients are answered, as Prometheus has counted it, and what they request, as the public apps have. */
@NullMarked
package dev.balrog.admin.traffic;

import org.jspecify.annotations.NullMarked;
