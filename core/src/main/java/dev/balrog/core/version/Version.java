// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

/** Version of an application. Versions of the same {@link VersionScheme} can be compared. */
public sealed interface Version permits MozillaVersion, LooseVersion {}
