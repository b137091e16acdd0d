// SPDX-License-Identifier: MPL-2.0
/** Authentication by OpenID Connect access tokens. */
@NullMarked
package dev.balrog.auth;

import org.jspecify.annotations.NullMarked;
