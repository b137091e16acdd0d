// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The declarations of this version's migrations, and how lies about migrations are found. */
class MigrationsTest {
    private static final Migrations BUNDLED = Migrations.bundled();

    private static List<String> files(String folder, String begin) throws IOException, URISyntaxException {
        URL beside = Migrations.class.getClassLoader().getResource(BUNDLED.folder() + "/declarations.properties");
        Path directory = Path.of(Objects.requireNonNull(beside).toURI()).resolveSibling(folder);
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(begin) && name.endsWith(".sql"))
                    .toList();
        }
    }

    @Test
    void eachMigrationIsDeclaredAndNothingElseIs() throws Exception {
        assertThat(BUNDLED.names()).containsExactlyInAnyOrderElementsOf(files(".", "V"));
    }

    @Test
    void eachDeclarationIsTrueOnEachKindOfDatabase() {
        assertThatCode(BUNDLED::check).doesNotThrowAnyException();
    }

    @Test
    void eachAdditiveMigrationOfOurOwnTablesCanBeUndone() {
        assertThat(BUNDLED.names().stream().skip(6))
                .filteredOn(name -> BUNDLED.kind(name) == MigrationKind.ADDITIVE)
                .allSatisfy(name -> assertThat(BUNDLED.undo(name)).isPresent());
    }

    @Test
    void eachUndoneMigrationIsThere() throws Exception {
        assertThat(files("undo", "U"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(BUNDLED.names()).contains("V" + name.substring(1)));
    }

    @ParameterizedTest
    @EnumSource
    void statementsAreThoseOfTheScripts(Dialect dialect) {
        MigrationReader reader = new MigrationReader(dialect);
        for (String name : BUNDLED.names()) {
            assertThat(reader.steps(BUNDLED.script(name)))
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(step -> assertThat(step.sql()).doesNotContain("${", "--"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop          | V1_2__drop.sql is declared additive, but it drops or renames the column letters.place
            drop-table    | V1_2__drop.sql is declared additive, but it drops or renames the table letters
            required      | V1_2__required.sql is declared additive, but it adds the column letters.kind, which is NOT NULL
            rename        | V1_2__rename.sql is declared additive, but it drops or renames the column letters.place
            unique        | V1_2__unique.sql is declared additive, but it adds the unique index letters.letters_name
            rows          | V1_2__rows.sql is declared additive, but it deletes rows of letters
            harmless      | V2__harmless.sql is declared destructive, but all it does is additive
            number        | V1_2__number.sql is declared destructive, so it has to begin a new major version after 1.1
            new-number    | V2__number.sql is declared additive, so it has to keep the major version of 1.1
            missing       | declarations.properties declares V1_2__missing.sql, but there is no such file
            """)
    void aLieIsFound(String folder, String message) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.in("migrations/" + folder).check())
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"added", "dropped"})
    void theTruthIsAccepted(String folder) {
        assertThatCode(() -> Migrations.in("migrations/" + folder).check()).doesNotThrowAnyException();
    }

    @Test
    void aDeclarationIsOneOfTwoWords() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Migrations.in("migrations/word"))
                .withMessageContaining("'harmless', which is neither additive nor destructive");
    }

    @Test
    void whatIsNotDeclaredIsNamed() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> BUNDLED.requireDeclared(List.of("V1_1__rules.sql", "V9__x.sql")))
                .withMessageEndingWith("declarations.properties: V9__x.sql");
    }
}
