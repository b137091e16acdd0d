// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.balrog.cli.options.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of expectations, and the examples of {@code docs/expectations.md}. */
class ExpectationFilesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema SCHEMA = schema();

    @TempDir
    private Path directory;

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.readTree(
                        Path.of("../docs/expectations.schema.json").toFile()));
    }

    /** The example of the documentation. */
    static String example() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/expectations.md")));
        assertThat(example.find()).isTrue();
        return example.group(1);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private ExpectationFiles read(String content) throws IOException {
        return ExpectationFiles.read(List.of(file("e.yaml", content)));
    }

    @Test
    void readsTheExampleWhichTheSchemaAccepts() throws Exception {
        ExpectationFiles files = read(example());

        assertThat(files.expectations()).hasSize(3);
        assertThat(files.expectations().getFirst().requests())
                .hasSize(16)
                .allMatch(request -> request.request().version().matches("(4[89]|5[0-5])\\.0"));
        assertThat(SCHEMA.validate(YamlFile.read(directory.resolve("e.yaml")).root()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            name: betas-get-updates; name: a b
            locale: [de, en-US]; locals: [de]
            rollout: both; rollout: neither
            within: 5; within: 51
            within: 5; within: many
            version: 140.0; version: {since: 140.0}
            channel: beta; channel: []
            at_least: 141.0; update: some
            """)
    void theSchemaAndTheReaderRefuseTheSame(String good, String bad) throws Exception {
        String content = example().replace(good, bad);
        assertThat(content).isNotEqualTo(example());
        Path file = file("e.yaml", content);

        assertThat(SCHEMA.validate(YamlFile.read(file).root())).isNotEmpty();
        assertThatThrownBy(() -> ExpectationFiles.read(List.of(file))).isInstanceOf(InvalidOptionException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            locale: [de, en-US]; locals: [de]; 28; 'locals' is unknown here
            at_least: 141.0; at_most: 141.0; 30; 'at_most' is unknown here
            at_least: 141.0; at_least: [141.0]; 30; a string is expected here
            within: 5; within: 500; 20; integer from 1 to 50
            name: betas-get-updates; name: all-reach-140; 23; two expectations
            name: betas-get-updates; name: &a b; 0; ``
            locale: [de, en-US]; locale: *a; 28; alias
            locale: [de, en-US]; locale: [de; 3; ,
            channel: beta; product: Firefox; 26; twice
            """)
    void saysTheLine(String good, String bad, int line, String message) throws Exception {
        String content = example().replace(good, bad);
        assertThat(content).isNotEqualTo(example());
        if (line == 0) {
            assertThat(read(content).expectations()).hasSize(3);
            return;
        }
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageMatching("(?s).*/e\\.yaml:[0-9]+: .*")
                .satisfies(failure -> {
                    if (!message.equals(",")) {
                        assertThat(failure)
                                .hasMessageContaining("e.yaml:" + line + ": ")
                                .hasMessageContaining(message);
                    }
                });
    }

    @Test
    void keepsTheDigitsOfNumbers() throws Exception {
        JsonNode root = YamlFile.read(
                        file("n.yaml", "{a: 140.0, b: 010, c: 20250101000000, d: 3, e: yes, f: 0x10, g: 1.10}"))
                .root();
        assertThat(root)
                .isEqualTo(
                        JSON.readTree(
                                "{\"a\": \"140.0\", \"b\": \"010\", \"c\": 20250101000000, \"d\": 3, \"e\": \"yes\", \"f\": \"0x10\", \"g\": \"1.10\"}"));
    }

    @Test
    void refusesWhatIsNoDocumentOfItsOwn() throws Exception {
        assertThatThrownBy(() -> read("")).hasMessageContaining("e.yaml:1: ");
        assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n")).hasMessageContaining("second document");
        assertThatThrownBy(() -> read("[".repeat(30) + "]".repeat(30))).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> read("#".repeat(2_500_001))).hasMessageContaining("more than 2500000 bytes");
        Path first = file("a.yaml", example());
        Path second = file("b.yaml", example());
        assertThatThrownBy(() -> ExpectationFiles.read(List.of(first, second)))
                .hasMessageContaining("b.yaml:2: ")
                .hasMessageContaining("a.yaml has an expectation old-versions-pass-the-watershed, too");
    }
}
