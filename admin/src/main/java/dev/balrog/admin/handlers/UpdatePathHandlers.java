// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.Reply;
import dev.balrog.core.path.PathQuery;
import dev.balrog.core.path.UpdatePath;
import dev.balrog.core.path.UpdatePathMapper;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.rule.Condition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Update paths of a product and channel. */
final class UpdatePathHandlers {
    /** Properties of clients that can be given, by the names of the columns of rules. */
    private static final List<Condition> GIVEN =
            List.of(Condition.BUILD_TARGET, Condition.LOCALE, Condition.OS_VERSION, Condition.DISTRIBUTION);

    private final SimulationHandlers simulations;
    private final UrlPolicy urlPolicy;

    UpdatePathHandlers(SimulationHandlers simulations, UrlPolicy urlPolicy) {
        this.simulations = simulations;
        this.urlPolicy = urlPolicy;
    }

    Reply map(Call call) throws InterruptedException {
        Map<Condition, String> properties = new EnumMap<>(Condition.class);
        for (Condition condition : GIVEN) {
            call.queried(condition.column()).ifPresent(value -> properties.put(condition, value));
        }
        PathQuery query = new PathQuery(
                call.queried("product").orElseThrow(), call.queried("channel").orElseThrow(), properties);
        UpdatePath path =
                simulations.limited(List.of(), data -> new UpdatePathMapper(urlPolicy).map(data.after(), query));
        return Reply.json(UpdatePathJson.of(path));
    }
}
