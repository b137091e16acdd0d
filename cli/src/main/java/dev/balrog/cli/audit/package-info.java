// SPDX-License-Identifier: MPL-2.0
/** {@code balrog audit}: reads and verifies the audit log. */
@NullMarked
package dev.balrog.cli.audit;

import org.jspecify.annotations.NullMarked;
