// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import dev.balrog.client.auth.Tokens;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.OutdatedChangeException;
import dev.balrog.client.error.PreparedException;
import dev.balrog.client.error.PreparedRequest;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.http.HttpTransport;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Sends calls with a token, and maps rejections to exceptions. */
public final class Transport {
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;
    private static final int SNIPPET = 200;
    private static final String JSON = "application/json";
    private static final String DATA_VERSION = "X-Data-Version";

    private final ClientSettings settings;
    private final Tokens tokens;
    private final HttpTransport http;
    private final boolean preparing;

    /**
     * Successful response.
     *
     * @param body the JSON body; a missing node for none
     * @param dataVersion the object's data version; null if the response has none
     */
    public record Answer(JsonNode body, @Nullable Long dataVersion) {
        public long requiredDataVersion(Call call) {
            if (dataVersion == null) {
                throw odd(
                        call, 200, "the response has no " + DATA_VERSION + ": is this the API of a Balrog admin app?");
            }
            return dataVersion;
        }
    }

    public Transport(ClientSettings settings, Tokens tokens) {
        this(settings, tokens, new HttpTransport(settings.timeout()), false);
    }

    private Transport(ClientSettings settings, Tokens tokens, HttpTransport http, boolean preparing) {
        this.settings = settings;
        this.tokens = tokens;
        this.http = http;
        this.preparing = preparing;
    }

    /** Returns a transport that throws changes as {@link PreparedException}. */
    public Transport preparing() {
        return new Transport(settings, tokens, http, true);
    }

    public ClientSettings settings() {
        return settings;
    }

    /**
     * Sends a call.
     *
     * @throws ApiException if the server rejects it
     * @throws dev.balrog.client.error.UnreachableException if there is no response
     * @throws dev.balrog.client.error.TokenException if no token is available
     */
    public Answer send(Call call) {
        HttpTransport.Reply reply = reply(call, JSON, null);
        return new Answer(body(call, reply), dataVersion(reply));
    }

    /**
     * Sends a call whose response has lines of JSON.
     *
     * @return the lines
     * @throws ApiException if the server rejects it
     * @throws dev.balrog.client.error.UnreachableException if there is no response
     * @throws dev.balrog.client.error.TokenException if no token is available
     */
    public List<JsonNode> lines(Call call) {
        HttpTransport.Reply reply = reply(call, HttpTransport.JSON_LINES, null);
        try {
            return reply.body()
                    .lines()
                    .<JsonNode>map(HttpTransport.JSON::readTree)
                    .toList();
        } catch (JacksonException e) {
            throw odd(call, reply.status(), "the response is not JSON: is this the API of a Balrog admin app?");
        }
    }

    /**
     * Sends a call whose response tells the progress before the result.
     *
     * @param progress receives each progress as it arrives, on another thread; none from a server that
     *     sends the result only
     * @return the result
     * @throws ApiException if the server rejects it, or can't finish it
     * @throws dev.balrog.client.error.UnreachableException if there is no response
     * @throws dev.balrog.client.error.TokenException if no token is available
     */
    public JsonNode sendWithProgress(Call call, Consumer<JsonNode> progress) {
        HttpTransport.Reply reply = reply(
                call,
                HttpTransport.JSON_LINES + ", " + JSON + ";q=0.9",
                line -> progress.accept(HttpTransport.JSON.readTree(line).path("progress")));
        JsonNode body = body(call, reply);
        if (body.path("problem").isObject()) {
            JsonNode problem = body.path("problem");
            throw refusal(
                    call,
                    new HttpTransport.Reply(
                            problem.path("status").asInt(reply.status()), reply.headers(), problem.toString()));
        }
        return body.has("result") ? body.path("result") : body;
    }

    /** Sends a call, and returns the response if it is successful. */
    private HttpTransport.Reply reply(Call call, String accept, @Nullable Consumer<String> lines) {
        URI uri = call.uri(settings.apiRoot());
        if (preparing && call.changes()) {
            throw new PreparedException(new PreparedRequest(call.method(), uri, call.body()));
        }
        Optional<String> token = tokens.token();
        HttpTransport.Reply reply = http.sendRetrying(request(call, uri, token, accept, lines), settings);
        if (reply.status() == UNAUTHORIZED && token.isPresent() && tokens.rejected(token.get())) {
            reply = http.sendRetrying(request(call, uri, tokens.token(), accept, lines), settings);
        }
        if (!reply.isSuccess()) {
            throw refusal(call, reply);
        }
        return reply;
    }

    private static HttpTransport.Request request(
            Call call, URI uri, Optional<String> token, String accept, @Nullable Consumer<String> lines) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", accept);
        String body = null;
        if (call.body() != null) {
            headers.put("Content-Type", JSON);
            body = HttpTransport.JSON.writeValueAsString(call.body());
        }
        token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
        return new HttpTransport.Request(call.method(), uri, headers, body, lines);
    }

    private static JsonNode body(Call call, HttpTransport.Reply reply) {
        if (reply.body().isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return HttpTransport.JSON.readTree(reply.body());
        } catch (JacksonException e) {
            if (call.changes()) {
                // The change was executed, and the body of these responses is not needed.
                return MissingNode.getInstance();
            }
            throw odd(call, reply.status(), "the response is not JSON: is this the API of a Balrog admin app?");
        }
    }

    private static @Nullable Long dataVersion(HttpTransport.Reply reply) {
        return reply.headers()
                .firstValue(DATA_VERSION)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }

    private static ApiException odd(Call call, int status, String detail) {
        return new ApiException(named(call), status, "", detail, "");
    }

    private static ApiException refusal(Call call, HttpTransport.Reply reply) {
        JsonNode problem;
        try {
            problem = reply.body().isEmpty() ? MissingNode.getInstance() : HttpTransport.JSON.readTree(reply.body());
        } catch (JacksonException e) {
            problem = MissingNode.getInstance();
        }
        if (problem.isObject()) {
            return refusal(
                    new ApiException.ChangeRejection(
                            named(call),
                            reply.status(),
                            text(problem.path("title")),
                            text(problem.path("detail")),
                            text(problem.path("exception"))),
                    problem);
        }
        Optional<String> elsewhere = reply.headers().firstValue("Location");
        String text = reply.body().substring(0, Math.min(reply.body().length(), SNIPPET));
        return odd(call, reply.status(), elsewhere.map(url -> "moved to " + url).orElse(text.strip()));
    }

    private static ApiException refusal(ApiException.ChangeRejection refusal, JsonNode problem) {
        return refusal.status() == CONFLICT && (problem.has("sc_data_version") || problem.has("digest"))
                ? new OutdatedChangeException(
                        refusal, Fields.numberOrNull(problem, "sc_data_version"), Fields.textOrNull(problem, "digest"))
                : new ApiException(refusal);
    }

    private static String text(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        return node.isMissingNode() || node.isNull() ? "" : node.toString();
    }

    private static String named(Call call) {
        return call.method() + " " + call.target();
    }
}
