// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a source tree of its own, with a Java and a Maven that only say what they were asked to do. */
@Tag("slow")
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "balrog");
    private static final String SAY_ARGUMENTS = "#!/bin/sh\nprintf 'java: %s\\n' \"$JAVA_HOME\" \"$@\"\n";
    private static final String MAKE_JAR = """
            #!/bin/sh
            printf 'maven: %s\\n' "$JAVA_HOME" "$@" >> "$LAUNCHER_TEST_LOG"
            mkdir -p cli/target demo/target && echo jar > cli/target/balrog.jar && echo jar > demo/target/balrog-demo.jar
            """;

    @TempDir
    private Path directory;

    private Path tree;
    private Path tools;
    private final Map<String, String> variables = new HashMap<>();

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void makeSourceTree() throws IOException {
        tree = directory.resolve("a tree with blanks");
        Files.createDirectories(tree.resolve("cli/src/main/java"));
        Files.copy(LAUNCHER, tree.resolve("balrog"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("cli/pom.xml"), "<project/>");
        Files.writeString(tree.resolve("cli/src/main/java/A.java"), "class A {}");
        tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of(
                "awk",
                "cat",
                "df",
                "dirname",
                "find",
                "grep",
                "head",
                "mkdir",
                "mktemp",
                "readlink",
                "rm",
                "sed",
                "sh",
                "sleep")) {
            Path real = Path.of("/bin", tool);
            if (Files.exists(real)) {
                script(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
            }
        }
        variables.put("PATH", tools.toString());
        variables.put("BALROG_JDK_PLACES", directory.resolve("jdks").toString());
        variables.put("LAUNCHER_TEST_LOG", directory.resolve("log").toString());
    }

    private Path java(String home, String version, String... programs) throws IOException {
        Path place = directory.resolve(home);
        Files.createDirectories(place.resolve("bin"));
        Files.writeString(place.resolve("release"), "IMPLEMENTOR=\"Example\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : programs) {
            script(place.resolve("bin").resolve(program), SAY_ARGUMENTS);
        }
        return place;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void installMaven() throws IOException {
        script(tools.resolve("mvn"), MAKE_JAR);
    }

    private void installNode(boolean newEnough) throws IOException {
        script(tools.resolve("node"), "#!/bin/sh\nexit " + (newEnough ? 0 : 1) + "\n");
        script(tools.resolve("npm"), "#!/bin/sh\n");
    }

    private void build() throws IOException {
        for (String jar : List.of("cli/target/balrog.jar", "demo/target/balrog-demo.jar")) {
            Files.createDirectories(tree.resolve(jar).getParent());
            Files.writeString(tree.resolve(jar), "jar");
            Files.setLastModifiedTime(
                    tree.resolve(jar), FileTime.from(Instant.now().plusSeconds(60)));
        }
    }

    private Outcome launch(String... arguments) throws IOException, InterruptedException {
        return launch(tree.resolve("balrog"), arguments);
    }

    private Outcome launch(Path launcher, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void saysWhatToInstallWhenThereIsNoJava() throws Exception {
        build();
        Outcome outcome = launch("public");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("balrog: Java 25 or newer is needed")
                .contains("JAVA_HOME", "apt-get install", "brew install");
    }

    @Test
    void wantsAJdkToBuild() throws Exception {
        java("jdks/runtime only", "25.0.1", "java");
        Outcome outcome = launch("public");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("balrog: a JDK 25 or newer is needed");
    }

    @Test
    void buildsWithTheWrapperWhereThereIsNoMaven() throws Exception {
        java("jdks/25", "25.0.1", "java", "javac");
        installNode(true);
        script(tree.resolve("mvnw"), MAKE_JAR);
        Outcome outcome = launch("build");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readString(directory.resolve("log"))).contains("maven: package\n");
    }

    @Test
    void saysWhatToInstallWhenThereIsNoNodeOrAnOldOne() throws Exception {
        java("jdks/25", "25.0.1", "java", "javac");
        installMaven();
        assertThat(launch("build").err()).startsWith("balrog: Node.js 20.19 or newer is needed");
        installNode(false);
        assertThat(launch("test").err()).startsWith("balrog: Node.js 20.19 or newer is needed");
        assertThat(directory.resolve("log")).doesNotExist();
    }

    @Test
    void runsWhatIsBuiltWithoutMavenAndWithoutACompiler() throws Exception {
        Path home = java("jdks/runtime only", "25.0.1", "java");
        build();
        Outcome outcome = launch("import", "a file", "");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .contains("java: " + home)
                .endsWith(
                        "java: -jar",
                        "java: " + tree.resolve("demo/target/balrog-demo.jar"),
                        "java: import",
                        "java: a file",
                        "java: ");
    }

    @Test
    void prefersJavaHomeUnlessItIsTooOld() throws Exception {
        Path found = java("jdks/25", "25", "java", "javac");
        Path wanted = java("my java", "26.0.1", "java", "javac");
        build();
        variables.put("JAVA_HOME", wanted.toString());
        assertThat(launch("demo").out()).contains("java: " + wanted + "\n");
        variables.put("JAVA_HOME", java("old java", "17.0.15", "java", "javac").toString());
        assertThat(launch("demo").out()).contains("java: " + found + "\n");
        variables.put(
                "JAVA_HOME", java("older java", "1.8.0_452", "java", "javac").toString());
        assertThat(launch("demo").out()).contains("java: " + found + "\n");
    }

    @Test
    void addsTheUsersOptionsLast() throws Exception {
        java("jdks/25", "25", "java");
        build();
        variables.put("BALROG_JAVA_OPTS", "-Xmx1g  -Dname=value");
        List<String> lines = launch("public").out().lines().toList();
        assertThat(lines).containsSubsequence("java: -XX:+UseG1GC", "java: -Xmx1g", "java: -Dname=value", "java: -jar");
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        Path home = java("jdks/25", "25", "java", "javac");
        installMaven();
        installNode(true);
        Outcome first = launch("public");
        assertThat(first.err()).isEqualTo("Building Balrog (first time only, a minute or two) ...\n");
        assertThat(first.out()).contains("java: public\n");
        assertThat(Files.readString(directory.resolve("log"))).contains("maven: " + home + "\n", "maven: package\n");

        build();
        assertThat(launch("public").err()).isEmpty();

        FileTime later = FileTime.from(Instant.now().plusSeconds(120));
        Path generated = Files.createDirectories(tree.resolve("ui/src/api")).resolve("schema.d.ts");
        Files.setLastModifiedTime(Files.writeString(generated, ""), later);
        build();
        assertThat(launch("public").err()).isEmpty();

        Files.setLastModifiedTime(tree.resolve("cli/src/main/java/A.java"), later);
        assertThat(launch("public").err()).isEqualTo("Building Balrog (its sources have changed) ...\n");
        assertThat(tree.resolve("cli/target/build.lock")).doesNotExist();
    }

    @Test
    void namesTheLogOfABuildThatFails() throws Exception {
        java("jdks/25", "25", "java", "javac");
        installNode(true);
        script(tools.resolve("mvn"), "#!/bin/sh\necho '[INFO] noise'\necho '[ERROR] A.java:1 is wrong'\nexit 1\n");
        Outcome outcome = launch("public");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "Building Balrog (first time only, a minute or two) ...",
                        "[ERROR] A.java:1 is wrong",
                        "balrog: the build failed; the full log is in " + tree.resolve("cli/target/build.log"));
        assertThat(tree.resolve("cli/target/build.log")).content().contains("noise");
        assertThat(tree.resolve("cli/target/build.lock")).doesNotExist();
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        java("jdks/25", "25", "java");
        build();
        Path first = Files.createSymbolicLink(tree.resolve("again"), Path.of("balrog"));
        Path second = Files.createSymbolicLink(directory.resolve("elsewhere"), first);
        Outcome outcome = launch(second, "public");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("java: " + tree.resolve("demo/target/balrog-demo.jar") + "\n");
    }

    @Test
    void usesTheCacheOfCompiledClassesOnlyWhenItIsNewerThanTheJar() throws Exception {
        java("jdks/25", "25", "java");
        build();
        Path cache = Files.writeString(tree.resolve("demo/target/balrog.aot"), "cache");
        assertThat(launch("public").out()).doesNotContain("AOTCache");
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(120)));
        assertThat(launch("public").out()).contains("java: -XX:AOTCache=" + cache + "\n");
    }

    @Test
    void testsEverything() throws Exception {
        installTestTools();
        Outcome outcome = launch("test", "-pl", "core");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        List<String> arguments = arguments();
        assertThat(arguments).contains("verify").endsWith("-pl", "core").doesNotContain("-Dtest.excluded=slow");
        String files = arguments.stream()
                .filter(argument -> argument.startsWith("-Dtest.directory="))
                .findFirst()
                .orElseThrow()
                .split("=", 2)[1];
        assertThat(Path.of(files)).as("removed at the end").doesNotExist();
    }

    @Test
    void testsFast() throws Exception {
        installTestTools();
        assertThat(launch("test", "--fast", "-o").exitCode()).isZero();
        assertThat(arguments())
                .contains("verify", "-Dtest.excluded=slow")
                .endsWith("-o")
                .doesNotContain("--fast");
    }

    private void installTestTools() throws IOException {
        java("jdks/25", "25", "java", "javac");
        installMaven();
        installNode(true);
        Files.createDirectories(tree.resolve("bin"));
        script(tree.resolve("bin/report-skipped-tests"), "#!/bin/sh\n");
    }

    private List<String> arguments() throws IOException {
        return Files.readString(directory.resolve("log"))
                .lines()
                .map(line -> line.replaceFirst("^maven: ", ""))
                .toList();
    }
}
