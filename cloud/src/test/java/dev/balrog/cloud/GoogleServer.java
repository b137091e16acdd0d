// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Speaks the JSON protocol of Google Cloud Storage. */
final class GoogleServer extends CloudServer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PATH =
            Pattern.compile("(?:/(upload|download))?/storage/v1/b/([^/]+)/o(?:/([^/]+))?", Pattern.DOTALL);
    private static final Pattern BOUNDARY = Pattern.compile("multipart/related;.*boundary=\"?([^\";]+)\"?.*");

    GoogleServer() throws IOException {}

    @Override
    Answer answer(HttpExchange exchange, byte[] body) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        if (!path.matches()) {
            return error(404, "Not Found");
        }
        if (!path.group(2).equals(BUCKET)) {
            return error(404, "The specified bucket does not exist.");
        }
        Map<String, String> query = query(exchange);
        if (exchange.getRequestMethod().equals("POST")) {
            return upload(exchange, body);
        }
        if (path.group(3) == null) {
            return list(query);
        }
        byte[] object = objects.get(decode(path.group(3)));
        return object == null ? error(404, "No such object") : new Answer(200, "application/json", object);
    }

    private Answer upload(HttpExchange exchange, byte[] body) throws IOException {
        Matcher type = BOUNDARY.matcher(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.matches()) {
            return error(400, "Only multipart uploads are known");
        }
        byte[] content = body;
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            content = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        // As bytes in characters, one to one.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String[] parts = text.split(Pattern.quote("--" + type.group(1)), -1);
        JsonNode metadata = JSON.readTree(bytes(content(parts[1])));
        String name = metadata.path("name").asString();
        objects.put(name, bytes(content(parts[2])));
        contentTypes.put(name, metadata.path("contentType").asString());
        return Answer.of(200, "application/json", resource(name).toString());
    }

    private static String content(String part) {
        return part.substring(part.indexOf("\r\n\r\n") + 4, part.length() - 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ObjectNode resource(String name) {
        return JSON.createObjectNode()
                .put("kind", "storage#object")
                .put("bucket", BUCKET)
                .put("name", name)
                .put("generation", "1");
    }

    private Answer list(Map<String, String> query) {
        Names found = names(query.getOrDefault("prefix", ""), query.getOrDefault("pageToken", ""));
        ObjectNode page = JSON.createObjectNode().put("kind", "storage#objects");
        found.names().forEach(name -> page.withArray("items").add(resource(name)));
        if (found.more()) {
            page.put("nextPageToken", found.names().getLast());
        }
        return Answer.of(200, "application/json", page.toString());
    }

    @Override
    Answer error(int status) {
        return error(status, "Backend Error");
    }

    private static Answer error(int status, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("code", status).put("message", message);
        return Answer.of(status, "application/json", error.toString());
    }
}
