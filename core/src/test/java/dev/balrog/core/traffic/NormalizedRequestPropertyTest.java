// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.snapshot.Snapshot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A request and its normalized form are decided alike, whatever the rules. */
class NormalizedRequestPropertyTest {
    private static final int SNAPSHOTS = 150;
    private static final int REQUESTS = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private int compared;
    private int notNormal;

    @Test
    void normalizingKeepsAllThatRulesAndReleasesLookAt() {
        Set<String> noticed = new HashSet<>();
        Property.forAll(SNAPSHOTS, random -> {
            Choice choice = new Choice(random);
            Snapshot snapshot = RandomSnapshots.snapshot(choice);
            for (int i = 0; i < REQUESTS; i++) {
                Optional<UpdateTarget> sent = sent(choice);
                if (sent.isPresent()) {
                    check(choice, snapshot, sent.get(), noticed);
                }
            }
        });

        // Otherwise the examples would say nothing.
        assertThat(compared).isGreaterThan(SNAPSHOTS * REQUESTS / 3);
        assertThat(notNormal).isBetween(1, compared / 50);
        assertThat(noticed).containsExactlyInAnyOrderElementsOf(faults().keySet());
    }

    private void check(Choice choice, Snapshot snapshot, UpdateTarget sent, Set<String> noticed) {
        Optional<NormalizedRequest> normalized = NormalizedRequest.of(sent);
        if (normalized.isEmpty()) {
            notNormal++;
            assertThat(sent.request().locale())
                    .satisfiesAnyOf(
                            locale -> assertThat(locale).isEmpty(),
                            locale -> assertThat(locale).contains("x86 "));
            return;
        }
        compared++;
        String line = new TrafficCell(normalized.get(), 3).toJson().toString();
        UpdateTarget read = TrafficCell.read(JSON.readTree(line)).request().target();
        int sample = choice.below(100);
        String expected = decision(snapshot, sent.request(), sample);
        assertThat(decision(snapshot, read.request(), sample)).as(line).isEqualTo(expected);
        assertThat(read).isEqualTo(sent);
        assertThat(NormalizedRequest.of(read)).isEqualTo(normalized);
        faults().forEach((name, fault) -> {
            if (!noticed.contains(name)
                    && !decision(snapshot, fault.apply(read.request()), sample).equals(expected)) {
                noticed.add(name);
            }
        });
    }

    private static String decision(Snapshot snapshot, UpdateRequest request, int sample) {
        try {
            return new Decider(() -> sample).decide(snapshot, request).toString();
        } catch (BadDataException e) {
            return e.toString();
        }
    }

    /** Normalizations that lose a field: the property has to fail for each. */
    private static Map<String, UnaryOperator<UpdateRequest>> faults() {
        Map<String, UnaryOperator<UpdateRequest>> faults = new LinkedHashMap<>();
        faults.put("product", request -> changed(request, 0));
        faults.put("version", request -> changed(request, 1));
        faults.put("buildId", request -> changed(request, 2));
        faults.put("buildTarget", request -> changed(request, 3));
        faults.put("locale", request -> changed(request, 4));
        faults.put("channel", request -> changed(request, 5));
        faults.put("partner", request -> changed(request, 6));
        faults.put("osVersion", request -> changed(request, 7));
        faults.put("instructionSet", request -> changed(request, 8));
        faults.put("memory", request -> changed(request, 9));
        faults.put("jaws", request -> changed(request, 10));
        faults.put("distribution", request -> changed(request, 11));
        faults.put("distributionVersion", request -> changed(request, 12));
        faults.put("headerArchitecture", request -> changed(request, 13));
        faults.put("force", request -> changed(request, 14));
        faults.put("mig64", request -> changed(request, 15));
        faults.put("pin", request -> changed(request, 16));
        return faults;
    }

    private static UpdateRequest changed(UpdateRequest request, int lost) {
        SystemCapabilities capabilities = request.capabilities();
        String channel = lost == 6 ? request.fallbackChannel() : request.channel();
        return new UpdateRequest(
                lost == 0 ? "" : request.product(),
                lost == 1 ? "60.0" : request.version(),
                lost == 2 ? "" : request.buildId(),
                lost == 3 ? "" : request.buildTarget(),
                lost == 4 ? "" : request.locale(),
                lost == 5 ? "" : channel,
                lost == 7 ? "" : request.osVersion(),
                new SystemCapabilities(
                        lost == 8 ? null : capabilities.instructionSet(),
                        lost == 9 ? null : capabilities.memoryMegabytes(),
                        lost == 10 ? null : capabilities.jaws()),
                lost == 11 ? null : request.distribution(),
                lost == 12 ? null : request.distributionVersion(),
                lost == 13 ? "Intel" : request.headerArchitecture(),
                lost == 14 ? Force.NONE : request.force(),
                lost == 15 ? null : request.mig64(),
                lost == 16 ? null : request.pin());
    }

    /** Returns a request as the public app reads it; empty for one that it rejects. */
    private static Optional<UpdateTarget> sent(Choice choice) {
        UpdateRequest fields =
                (choice.percent(80) ? RandomRules.request(choice) : RandomRules.oddRequest(choice)).build();
        String userAgent = choice.of("Mozilla/5.0 (Macintosh; PPC Mac OS X 10.5)", "Mozilla/5.0 (Windows NT 10.0)");
        return UpdateTarget.sent(url(choice, fields), userAgent);
    }

    private static String url(Choice choice, UpdateRequest request) {
        StringBuilder url = new StringBuilder();
        String template = choice.of(UpdateUrl.templates());
        for (String segment : template.substring(1).split("/", -1)) {
            String value = switch (segment) {
                case "{product}" -> request.product();
                case "{version}" -> request.version() + (choice.percent(3) ? "esrpre" : "");
                case "{buildID}" -> request.buildId();
                case "{buildTarget}" -> request.buildTarget();
                case "{locale}" -> (choice.percent(3) ? choice.of("x86 ", "x8x86 6 ") : "") + request.locale();
                case "{channel}" -> request.channel();
                case "{osVersion}" -> request.osVersion();
                case "{systemCapabilities}" -> capabilities(choice, request.capabilities());
                case "{distribution}" -> request.distribution();
                case "{distVersion}" -> request.distributionVersion();
                case "{platformVersion}", "{IMEI}" -> "123456";
                default -> segment;
            };
            url.append('/').append(encoded(value));
        }
        List<String> query = new ArrayList<>();
        if (request.force() != Force.NONE) {
            query.add("force=" + request.force().queryValue() + (choice.percent(10) ? "?avast=1" : ""));
        }
        if (request.mig64() != null && !template.startsWith("/json")) {
            query.add("mig64=" + (request.mig64() ? "1" : "0"));
        }
        if (request.pin() != null && choice.percent(90)) {
            query.add("pin=" + encoded(request.pin()));
        }
        if (choice.percent(5)) {
            query.add("avast=1");
        }
        return query.isEmpty() ? url.toString() : url + "?" + String.join("&", query);
    }

    private static String capabilities(Choice choice, SystemCapabilities parsed) {
        if (parsed.instructionSet() == null) {
            return choice.of("a,b,c", ",,", "SSE2,1,2,3");
        }
        String memory =
                parsed.memoryMegabytes() == null ? "" : parsed.memoryMegabytes().toString();
        if (parsed.jaws() == null && choice.percent(50)) {
            return parsed.instructionSet() + (memory.isEmpty() ? "" : "," + memory);
        }
        return "ISET:" + parsed.instructionSet() + (memory.isEmpty() ? "" : ",MEM:" + memory)
                + (parsed.jaws() == null ? "" : ",JAWS:" + (parsed.jaws() ? 1 : 0));
    }

    private static String encoded(@Nullable String text) {
        return text == null
                ? "x"
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
