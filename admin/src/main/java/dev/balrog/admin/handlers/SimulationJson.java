// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.handlers.SampleChoice.Origin;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.simulation.SimulationReportJson;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Reports of simulations with the origin of their requests, in the form of the API. */
final class SimulationJson {
    private SimulationJson() {}

    /** Returns a report as JSON. */
    static ObjectNode of(SimulationReport report, Origin origin) {
        ObjectNode json = SimulationReportJson.of(report, source(origin));
        if (origin instanceof Origin.Collected(CollectedTraffic collected, Duration age)) {
            json.withObject("sample")
                    .putObject("traffic")
                    .put("requests", collected.traffic().requests())
                    .put("left_out", collected.traffic().suppressedShare())
                    .put("apps", collected.apps())
                    .put("missing_apps", collected.missing())
                    .put("age_seconds", Math.max(0, age.toSeconds()));
        }
        return json;
    }

    private static String source(Origin origin) {
        return switch (origin) {
            case Origin.Synthetic _ -> "synthetic";
            case Origin.Recorded _ -> "recorded";
            case Origin.Collected _ -> "traffic";
        };
    }
}
