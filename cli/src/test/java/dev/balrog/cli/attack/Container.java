// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of an app's container in production, and the JVM options that the launcher starts it with there.
 *
 * @param memoryBytes the container's limit
 * @param options the options, with the size of the heap that they come to in the container
 */
record Container(long memoryBytes, List<String> options) {
    private static final Pattern MEMORY = Pattern.compile("memory: (\\d+)(Gi|Mi)");
    private static final Pattern PERCENTAGE = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");

    /** Reads the manifest and the launcher of this checkout. */
    static Container of(String app) throws IOException, InterruptedException {
        Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        long memory = memory(Files.readString(root.resolve("deploy/kubernetes/base/" + app + "/app.yaml")));
        List<String> options = new ArrayList<>();
        for (String option : launcherOptions(root.resolve("balrog"), app)) {
            Matcher percentage = PERCENTAGE.matcher(option);
            if (percentage.matches()) {
                options.add("-Xmx" + ((memory * Integer.parseInt(percentage.group(1)) / 100) >> 20) + "m");
            } else if (!option.startsWith("-XX:AOTCache")) {
                options.add(option);
            }
        }
        options.add("-XX:ActiveProcessorCount=2");
        return new Container(memory, List.copyOf(options));
    }

    private static long memory(String manifest) {
        Matcher memory = MEMORY.matcher(manifest);
        if (!memory.find()) {
            throw new AssertionError("The manifest limits no memory.");
        }
        return Long.parseLong(memory.group(1)) << (memory.group(2).equals("Gi") ? 30 : 20);
    }

    private static List<String> launcherOptions(Path launcher, String app) throws IOException, InterruptedException {
        // The launcher runs a command only when it is not sourced, which it knows from $0.
        String script = "source \"$1\"; choose_jvm_options \"$2\"; printf '%s\\n' \"${jvm_options[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", script, "options", launcher.toString(), app)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> options =
                new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
        if (bash.waitFor() != 0 || options.isEmpty()) {
            throw new AssertionError("The launcher has no options for " + app);
        }
        return options;
    }
}
