// SPDX-License-Identifier: MPL-2.0
/**
 * OpenID provider for demonstrations and tests on one host: users log in without a password, so it
 * listens on the loopback interface only, and generates new keys at every start.
 */
@NullMarked
package dev.balrog.identity;

import org.jspecify.annotations.NullMarked;
