// SPDX-License-Identifier: MPL-2.0
/**
 * An OpenID provider for demonstrations and tests on one machine: it believes everybody who says who they are, so it
 * listens on the loopback interface only, and its keys are made anew with every start.
 */
@NullMarked
package dev.balrog.identity;

import org.jspecify.annotations.NullMarked;
