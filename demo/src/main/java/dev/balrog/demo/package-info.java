// SPDX-License-Identifier: MPL-2.0
/** Commands for demonstrations: servers with sample data, and an identity provider without passwords. */
@NullMarked
package dev.balrog.demo;

import org.jspecify.annotations.NullMarked;
