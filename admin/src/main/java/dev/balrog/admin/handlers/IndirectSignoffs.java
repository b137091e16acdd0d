// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.ReadTransaction;
import dev.balrog.core.change.SignoffRequirement;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Required signoffs of releases that are served by more rules than those that map to them, such as
 * parts of superblobs. Lists of releases contain these signoffs, so that clients schedule changes
 * where needed, and Mozilla's agent skips changes that lack signoffs.
 *
 * @param required required signoffs by name of the release
 */
record IndirectSignoffs(Map<String, SignoffRequirement> required) {
    static IndirectSignoffs read(ChangeEngine engine) {
        return new IndirectSignoffs(engine.read(ReadTransaction::requiredSignoffsOfIndirectlyServed));
    }

    /** Replaces the required signoffs of a release in a list. */
    void apply(ObjectNode release) {
        SignoffRequirement signoffs = required.get(release.path("name").asString());
        if (signoffs != null) {
            release.set("required_signoffs", signoffs.toJson());
        }
    }
}
