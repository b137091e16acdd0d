// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.fixture.Choice;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random JSON of few keys and values, so that much of it meets. */
record RandomJson(Choice choice) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    ObjectNode object(int depth) {
        return object(depth, "a", "b", "c", "d.e");
    }

    ObjectNode object(int depth, String... keys) {
        ObjectNode object = NODES.objectNode();
        for (String key : keys) {
            if (choice.percent(60)) {
                object.set(key, value(depth - 1));
            }
        }
        return object;
    }

    JsonNode value(int depth) {
        if (depth > 0 && choice.percent(60)) {
            return choice.percent(70) ? object(depth) : list(depth);
        }
        return choice.of(List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(1),
                NODES.numberNode(1.5),
                NODES.stringNode("x"),
                NODES.stringNode("y")));
    }

    /** A platform with whatever besides some locales. */
    ObjectNode platform() {
        ObjectNode platform = object(2, "alias", "OS_BOUNCER", "x.y");
        if (choice.percent(80)) {
            platform.set("locales", object(3, "de", "en-US", "ja.JP.mac", ""));
        }
        return platform;
    }

    /** A release of platforms, among other things. */
    ObjectNode release() {
        ObjectNode release = object(2, "name", "fileUrls", "locales");
        if (choice.percent(80)) {
            ObjectNode platforms = release.putObject("platforms");
            for (String platform : List.of("Linux_x86_64-gcc3", "WINNT_x86-msvc", "a.b", "")) {
                if (choice.percent(50)) {
                    platforms.set(platform, platform());
                }
            }
        }
        return release;
    }

    private ArrayNode list(int depth) {
        ArrayNode list = NODES.arrayNode();
        for (int i = choice.below(4); i > 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }
}
