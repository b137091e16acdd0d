// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.traffic;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.cli.options.Variable;
import dev.balrog.cli.run.Table;
import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.TrafficCell;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows a traffic sample. */
@Command(
        name = "show",
        description = "Show a traffic sample: the most frequent products, channels, versions, operating systems and"
                + " locales, with their numbers of requests.")
public final class TrafficShowCommand implements Runnable {
    private static final List<Condition> PROPERTIES =
            List.of(Condition.PRODUCT, Condition.CHANNEL, Condition.VERSION, Condition.OS_VERSION, Condition.LOCALE);
    private static final JsonMapper JSON = new JsonMapper();

    @Parameters(paramLabel = "FILE", description = "The sample, compressed if its name ends in .gz.")
    private Path file;

    @Option(
            names = "--top",
            paramLabel = "NUMBER",
            defaultValue = "10",
            description = "Largest number of values of each property.")
    @Variable("BALROG_TRAFFIC_TOP")
    private int top;

    @Option(names = "--json", description = "Print one object of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Value of a property with the number of its requests. */
    private record Value(String text, long requests) {}

    @Override
    public void run() {
        if (top < 1) {
            throw new InvalidOptionException("--top has to be at least 1, not " + top);
        }
        RecordedTraffic sample = TrafficFile.read(file);
        Map<Condition, List<Value>> values = values(sample);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(sample, values)));
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d requests, %,d distinct ones; %s are left out, of which there are fewer than %d.",
                    sample.requests(),
                    sample.cells().size(),
                    percentage(sample.suppressedShare()),
                    sample.minimum()));
            out.println();
            Table.print(rows(sample, values), out);
        }
        out.flush();
    }

    private Map<Condition, List<Value>> values(RecordedTraffic sample) {
        Map<Condition, Map<String, Long>> counts = new EnumMap<>(Condition.class);
        for (TrafficCell cell : sample.cells()) {
            UpdateRequest request = request(cell);
            for (Condition property : PROPERTIES) {
                Object value = property.of(request);
                counts.computeIfAbsent(property, _ -> new HashMap<>())
                        .merge(value == null ? "" : value.toString(), cell.count(), Long::sum);
            }
        }
        Map<Condition, List<Value>> values = new EnumMap<>(Condition.class);
        counts.forEach((property, byValue) -> values.put(
                property,
                byValue.entrySet().stream()
                        .map(entry -> new Value(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong((Value value) -> -value.requests)
                                .thenComparing(Value::text))
                        .limit(top)
                        .toList()));
        return values;
    }

    private UpdateRequest request(TrafficCell cell) {
        try {
            return cell.sampleRequest().request();
        } catch (BadDataException noUpdateUrl) {
            throw new InvalidOptionException(file + ": " + cell.request().url() + ": " + noUpdateUrl.getMessage());
        }
    }

    private static List<List<String>> rows(RecordedTraffic sample, Map<Condition, List<Value>> values) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROPERTY", "VALUE", "SHARE", "REQUESTS"));
        for (Condition property : PROPERTIES) {
            for (Value value : values.getOrDefault(property, List.of())) {
                rows.add(List.of(
                        property.column(),
                        value.text,
                        percentage(share(value, sample)),
                        String.format(Locale.ROOT, "%,d", value.requests)));
            }
        }
        return rows;
    }

    private static double share(Value value, RecordedTraffic sample) {
        return (double) value.requests / Math.max(1, sample.requests());
    }

    private static String percentage(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static ObjectNode json(RecordedTraffic sample, Map<Condition, List<Value>> values) {
        ObjectNode json = JSON.createObjectNode()
                .put("requests", sample.requests())
                .put("distinct", sample.cells().size())
                .put("minimum", sample.minimum())
                .put("left_out_share", sample.suppressedShare());
        ObjectNode by = json.putObject("by");
        for (Condition property : PROPERTIES) {
            ArrayNode list = by.putArray(property.column());
            for (Value value : values.getOrDefault(property, List.of())) {
                list.addObject()
                        .put("value", value.text)
                        .put("requests", value.requests)
                        .put("share", share(value, sample));
            }
        }
        return json;
    }
}
