// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Check of one aspect of the content of releases, in addition to their JSON schemas. */
@FunctionalInterface
interface ContentCheck {
    /** Adds the errors of a release that conforms to its schema. */
    void check(ReleaseDocument release, Findings findings);
}
