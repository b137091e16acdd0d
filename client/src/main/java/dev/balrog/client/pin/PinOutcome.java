// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.pin;

import dev.balrog.client.schedule.Scheduled;
import dev.balrog.client.transport.Fields;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Result of setting a pin to a release. */
public sealed interface PinOutcome {

    /** Pin that is set, with its data version. */
    record Done(long dataVersion) implements PinOutcome {}

    /** Pin that a scheduled change with this ID will set. */
    record Scheduled(long id, Instant when) implements PinOutcome {}

    /** Rejected pin, with the server's reason. */
    record Refused(String reason) implements PinOutcome {}

    /** Reads a response of the API. */
    static PinOutcome of(JsonNode answer) {
        if (Fields.truth(answer, "pin_not_set")) {
            return new Refused(Fields.text(answer, "reason"));
        }
        JsonNode base = answer.path(".");
        if (base.isObject()) {
            return new Scheduled(Fields.number(base, "sc_id"), Instant.ofEpochMilli(Fields.number(base, "when")));
        }
        return new Done(base.asLong(0));
    }
}
