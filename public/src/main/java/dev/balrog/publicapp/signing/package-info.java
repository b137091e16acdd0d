// SPDX-License-Identifier: MPL-2.0
/**
 * Content signatures of update responses, by an Autograph service or with a key of the server's
 * own.
 */
@NullMarked
package dev.balrog.publicapp.signing;

import org.jspecify.annotations.NullMarked;
