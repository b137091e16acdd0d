// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What came of making a release the one that clients are pinned to. */
public sealed interface PinOutcome {

    /** It is the one now; the pin has this data version. */
    record Done(long dataVersion) implements PinOutcome {}

    /** It will be the one, by the scheduled change of this number. */
    record Scheduled(long id, Instant when) implements PinOutcome {}

    /** It is not, for the reason that the server gives. */
    record Refused(String reason) implements PinOutcome {}

    /** Reads an answer of the API. */
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
