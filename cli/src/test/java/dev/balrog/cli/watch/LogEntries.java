// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of what apps wrote what Cloud Logging makes of it on its way to BigQuery: an entry a line, whose payload is the
 * line with lower-case names. There is no load balancer here, so its entries are made from the apps' own lines about
 * requests.
 */
final class LogEntries {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PROJECT = "balrog-test";

    private LogEntries() {}

    /** Entries of what a container wrote to {@code stdout} or {@code stderr}. */
    static List<ObjectNode> ofContainer(String container, String stream, String text) {
        List<ObjectNode> entries = new ArrayList<>();
        for (String line : text.lines().filter(any -> !any.isBlank()).toList()) {
            ObjectNode entry = entry(stream, stream.equals("stdout") ? "INFO" : "ERROR");
            ObjectNode resource = entry.putObject("resource").put("type", "k8s_container");
            resource.putObject("labels")
                    .put("project_id", PROJECT)
                    .put("location", "here")
                    .put("cluster_name", "test")
                    .put("namespace_name", "balrog")
                    .put("pod_name", "balrog-" + container + "-0")
                    .put("container_name", container);
            entry.putObject("labels").put("k8s_pod_app_kubernetes_io_name", "balrog-" + container);
            if (line.startsWith("{")) {
                JsonNode written = JSON.readTree(line);
                entry.put("timestamp", time(written).toString());
                entry.set("jsonPayload", lowerCase(written));
            } else {
                entry.put("timestamp", Instant.now().toString()).put("textPayload", line);
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Entries of a load balancer in front of an app that wrote this to its standard output. */
    static List<ObjectNode> ofLoadBalancer(String host, String text) {
        List<ObjectNode> entries = new ArrayList<>();
        for (String line : text.lines().filter(any -> any.startsWith("{")).toList()) {
            JsonNode written = JSON.readTree(line);
            if (written.get("Type").asString().equals("request")) {
                entries.add(balanced(host, written));
            }
        }
        return entries;
    }

    private static ObjectNode balanced(String host, JsonNode written) {
        JsonNode fields = written.get("Fields");
        ObjectNode entry =
                entry("requests", "INFO").put("timestamp", time(written).toString());
        entry.putObject("resource")
                .put("type", "http_load_balancer")
                .putObject("labels")
                .put("project_id", PROJECT)
                .put("zone", "global");
        String query =
                fields.get("query").isNull() ? "" : "?" + fields.get("query").asString();
        entry.putObject("httpRequest")
                .put("requestMethod", fields.get("method").asString())
                .put("requestUrl", "https://" + host + fields.get("path").asString() + query)
                .put("status", fields.get("status").asInt())
                .put("responseSize", fields.get("bytes").asLong())
                .put("userAgent", fields.get("agent").asString())
                .put("remoteIp", fields.get("remote").asString())
                .put("latency", fields.get("duration").asDouble());
        entry.putObject("jsonpayload_type_loadbalancerlogentry").put("statusdetails", "response_sent_by_backend");
        return entry;
    }

    private static ObjectNode entry(String log, String severity) {
        return JSON.createObjectNode()
                .put("severity", severity)
                .put("logName", "projects/" + PROJECT + "/logs/" + log)
                .put("receiveTimestamp", Instant.now().toString());
    }

    private static Instant time(JsonNode written) {
        long nanos = written.get("Timestamp").asLong();
        return Instant.EPOCH.plus(nanos, TimeUnit.NANOSECONDS.toChronoUnit());
    }

    /** Names in lower case, and numbers as BigQuery gets those of payloads: floating point. */
    private static JsonNode lowerCase(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.forEachEntry((name, value) -> copy.set(name.toLowerCase(Locale.ROOT), lowerCase(value)));
            return copy;
        }
        return node.isNumber() ? JSON.valueToTree(new BigDecimal(node.asString()).doubleValue()) : node;
    }
}
