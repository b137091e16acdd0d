// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.auth.Tokens;
import dev.balrog.client.fixture.FakeServer;
import dev.balrog.client.fixture.FakeServer.Responder;
import dev.balrog.client.fixture.Pauses;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.transport.ObjectKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with scheduled changes, each of which can be enacted once. */
final class FakeAdmin implements AutoCloseable {
    private final FakeServer server = new FakeServer();
    private final Map<ObjectKind, Map<Integer, String>> changes = new ConcurrentHashMap<>();
    private final Map<String, String> releases = new ConcurrentHashMap<>();
    private final Collection<String> order = new ConcurrentLinkedDeque<>();
    private final List<String> enacted = new CopyOnWriteArrayList<>();

    FakeAdmin() {
        for (ObjectKind kind : ObjectKind.values()) {
            Map<Integer, String> open = open(kind);
            server.on(list(kind), request -> {
                List<String> listed =
                        order.stream().distinct().filter(open::containsValue).toList();
                return json("{'scheduled_changes':[" + String.join(",", listed) + "]}");
            });
        }
        server.on("GET /v2/releases", request -> json("{'releases':[" + String.join(",", releases.values()) + "]}"));
    }

    private Map<Integer, String> open(ObjectKind kind) {
        return changes.computeIfAbsent(kind, first -> new ConcurrentHashMap<>());
    }

    static String list(ObjectKind kind) {
        return "GET /scheduled_changes/" + kind.path();
    }

    static String enactment(ObjectKind kind, int id) {
        return "POST /scheduled_changes/" + kind.path() + "/" + id + "/enact";
    }

    FakeServer server() {
        return server;
    }

    BalrogClient client() {
        return new BalrogClient(ClientSettings.of(server.url()).withSleeper(new Pauses()), Tokens.none());
    }

    /** Adds a change with further members, each followed by a comma. */
    FakeAdmin add(ObjectKind kind, int id, long when, String members) {
        Map<Integer, String> open = open(kind);
        String text = "{" + members + "'sc_id':" + id + ",'sc_data_version':1,'change_type':'update','complete':false,"
                + "'scheduled_by':'bob','when':" + when + "}";
        order.add(text);
        open.put(id, text);
        return on(enactment(kind, id), request -> {
            if (open.remove(id) == null) {
                return problem(400, "Unknown error", "already enacted");
            }
            enacted.add(kind.path() + "/" + id);
            return json("{}");
        });
    }

    /** Adds a release of the v2 API with these scheduled changes. */
    FakeAdmin addRelease(String name, String members, String scheduledChanges) {
        releases.put(name, "{'name':'" + name + "'," + members + "'scheduled_changes':[" + scheduledChanges + "]}");
        server.on(
                "GET /v2/releases/" + name,
                request -> releases.containsKey(name)
                        ? json("{'blob':{},'sc_blob':{'a':1},'sc_data_versions':{'.':1}}")
                        : json("{'blob':{'a':1},'sc_blob':{},'sc_data_versions':{}}"));
        return on("POST /v2/releases/" + name + "/enact", request -> {
            if (releases.remove(name) == null) {
                return problem(404, "Release has no scheduled changes", "");
            }
            enacted.add("v2/releases/" + name);
            return json("{}");
        });
    }

    FakeAdmin on(String request, Responder responder) {
        server.on(request, responder);
        return this;
    }

    /** Removes a change, as another agent does. */
    void makeElsewhere(ObjectKind kind, int id) {
        open(kind).remove(id);
    }

    /** What was enacted, in this order. */
    List<String> enacted() {
        return enacted;
    }

    @Override
    public void close() {
        server.close();
    }
}
