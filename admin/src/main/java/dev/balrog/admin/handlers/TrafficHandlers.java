// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.traffic.Traffic;
import dev.balrog.admin.traffic.TrafficKind;
import dev.balrog.admin.traffic.TrafficRange;
import dev.balrog.admin.traffic.TrafficShares;
import dev.balrog.admin.traffic.TrafficUnavailableException;
import dev.balrog.service.Problem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Handler of the question what clients are answered. */
final class TrafficHandlers {
    private static final int DEFAULT_LIMIT = 8;
    private static final double PRECISION = 1e6;

    private final Traffic traffic;

    TrafficHandlers(Traffic traffic) {
        this.traffic = traffic;
    }

    Reply get(Call call) {
        TrafficKind kind = TrafficKind.of(call.queried("by").orElseThrow());
        TrafficRange range = TrafficRange.of(call.queried("range").orElse("24h"));
        int limit = (int) call.queriedNumber("limit").orElse(DEFAULT_LIMIT);
        try {
            Optional<TrafficShares> shares = traffic.of(kind, range)
                    .map(data -> TrafficShares.of(data, call.queried("product"), call.queried("name"), limit));
            return Reply.json(json(kind, shares));
        } catch (TrafficUnavailableException e) {
            throw new ProblemException(new Problem(503, "Service Unavailable", "Prometheus: " + e.getMessage()), e);
        }
    }

    private static ObjectNode json(TrafficKind kind, Optional<TrafficShares> shares) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("configured", shares.isPresent());
        json.put("by", kind.label());
        ArrayNode times = json.putArray("times");
        shares.ifPresent(all -> all.times().stream().map(Instant::toEpochMilli).forEach(times::add));
        json.put("rate", rounded(shares.map(TrafficShares::rate).orElse(0.0)));
        ArrayNode series = json.putArray("series");
        shares.ifPresent(all -> all.series().forEach(share -> series.add(json(share))));
        json.set(
                "others",
                shares.flatMap(TrafficShares::others).map(TrafficHandlers::json).orElse(null));
        return json;
    }

    private static ObjectNode json(TrafficShares.Share share) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("product", share.product()).put("name", share.name());
        json.put("share", rounded(share.share())).put("rate", rounded(share.rate()));
        ArrayNode rates = json.putArray("rates");
        for (@Nullable Double rate : share.rates()) {
            rates.add(rate == null ? null : Double.valueOf(rounded(rate)));
        }
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }
}
