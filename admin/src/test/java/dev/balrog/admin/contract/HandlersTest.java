// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlersTest {
    private static final Contract CONTRACT = Contract.load();
    private static final Handler HANDLER = call -> Reply.empty(200);

    @Test
    void bindsAHandlerToEachOperation() {
        Handlers handlers = Handlers.bind(CONTRACT, all());
        assertThat(CONTRACT.operations())
                .allSatisfy(operation -> assertThat(handlers.of(operation)).isSameAs(HANDLER));
    }

    @Test
    void saysWhatIsMissingAndWhatIsTooMuch() {
        Map<String, Handler> handlers = all();
        handlers.remove("createRule");
        handlers.remove("listRules");
        handlers.put("makeTea", HANDLER);
        assertThatThrownBy(() -> Handlers.bind(CONTRACT, handlers))
                .hasMessage("The handlers do not match the contract: no handler for createRule, listRules;"
                        + " no operation for the handler of makeTea.");
    }

    private static Map<String, Handler> all() {
        Map<String, Handler> handlers = new HashMap<>();
        CONTRACT.operations().forEach(operation -> handlers.put(operation.id(), HANDLER));
        return handlers;
    }
}
