// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/** Check of one concern of the content of releases, beside what their JSON schemas say. */
@FunctionalInterface
interface ContentCheck {
    /** Adds the errors of a release, which conforms to its schema. */
    void check(ReleaseDocument release, Findings findings);
}
