// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flywaydb.core.api.MigrationVersion;

/** Migrations of a version of Balrog: their scripts, declared kinds and undo scripts. */
public final class Migrations {
    private static final String DECLARATIONS = "declarations.properties";

    private final String folder;
    private final TreeMap<MigrationVersion, String> names = new TreeMap<>();
    private final Map<String, MigrationKind> kinds = new HashMap<>();

    private Migrations(String folder) {
        this.folder = folder;
    }

    /** Returns the migrations of this version. */
    public static Migrations bundled() {
        return in("dev/balrog/store/migration");
    }

    /**
     * Returns the migrations in a folder of the class path.
     *
     * @throws MigrationException when a declaration is invalid
     */
    public static Migrations in(String folder) {
        Migrations migrations = new Migrations(folder);
        Properties declarations = new Properties();
        try {
            declarations.load(new StringReader(migrations
                    .resource(DECLARATIONS)
                    .orElseThrow(() -> new MigrationException(folder + "/" + DECLARATIONS + " is missing"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        declarations.forEach((name, word) -> migrations.declare(name.toString(), word.toString()));
        return migrations;
    }

    private void declare(String name, String word) {
        for (MigrationKind kind : MigrationKind.values()) {
            if (kind.word().equals(word.strip())) {
                kinds.put(name, kind);
                names.put(versionOf(name), name);
                return;
            }
        }
        throw new MigrationException(DECLARATIONS + " declares " + name + " to be '" + word
                + "', which is neither additive nor destructive");
    }

    /** Returns their folder in the class path. */
    public String folder() {
        return folder;
    }

    /** Returns the names of the files in the order of application. */
    public List<String> names() {
        return List.copyOf(names.values());
    }

    /** Returns the migrations up to and including a version, in order. */
    public List<MigrationScript> until(String version) {
        return names.headMap(MigrationVersion.fromVersion(version), true).values().stream()
                .map(this::script)
                .toList();
    }

    /**
     * Returns the name of the file for a version.
     *
     * @throws MigrationException when there is none
     */
    public String name(String version) {
        String name = names.get(MigrationVersion.fromVersion(version));
        if (name == null) {
            throw new MigrationException("There is no migration " + version + "; there are "
                    + String.join(
                            ", ", names.keySet().stream().map(Object::toString).toList()));
        }
        return name;
    }

    /**
     * Returns the declared kind of a migration.
     *
     * @param name name of the file
     * @throws MigrationException when it is not declared
     */
    public MigrationKind kind(String name) {
        MigrationKind kind = kinds.get(name);
        if (kind == null) {
            throw undeclared(List.of(name));
        }
        return kind;
    }

    /**
     * Returns the script of a migration.
     *
     * @param name name of the file
     * @throws MigrationException when the file does not exist
     */
    public MigrationScript script(String name) {
        return new MigrationScript(
                name,
                resource(name)
                        .orElseThrow(() -> new MigrationException(
                                DECLARATIONS + " declares " + name + ", but there is no such file")));
    }

    /** Returns the undo script of a migration; empty when it can't be undone. */
    public Optional<MigrationScript> undo(String name) {
        String undo = "U" + name.substring(1);
        return resource("undo/" + undo).map(text -> new MigrationScript(undo, text));
    }

    /**
     * Checks that all of these migrations are declared.
     *
     * @param found names of files
     * @throws MigrationException when one is not declared
     */
    public void requireDeclared(Collection<String> found) {
        List<String> missing = new ArrayList<>(new TreeSet<>(found));
        missing.removeAll(kinds.keySet());
        if (!missing.isEmpty()) {
            throw undeclared(missing);
        }
    }

    /**
     * Checks each declaration against the SQL in every dialect.
     *
     * @throws MigrationException when a declaration contradicts the SQL or the version: exactly the
     *     destructive migrations begin a new major version
     */
    public void check() {
        for (Dialect dialect : Dialect.values()) {
            MigrationReader reader = new MigrationReader(dialect);
            Optional<MigrationVersion> before = Optional.empty();
            for (Map.Entry<MigrationVersion, String> entry : names.entrySet()) {
                String name = entry.getValue();
                MigrationKind declared = kind(name);
                List<Change> changes = reader.read(script(name));
                requireTruth(name, declared, changes);
                if (before.isPresent()) {
                    requireNumber(entry.getKey(), before.get(), name, declared);
                }
                before = Optional.of(entry.getKey());
            }
        }
    }

    private static void requireTruth(String name, MigrationKind declared, List<Change> changes) {
        if (declared == MigrationKind.ADDITIVE) {
            changes.stream()
                    .filter(change -> change.effect().kind() == MigrationKind.DESTRUCTIVE)
                    .findFirst()
                    .ifPresent(change -> {
                        throw new MigrationException(
                                name + " is declared additive, but it " + change.describe() + ": it is destructive");
                    });
        } else if (MigrationReader.kindOf(changes) == MigrationKind.ADDITIVE) {
            throw new MigrationException(name + " is declared destructive, but all it does is additive");
        }
    }

    private static void requireNumber(
            MigrationVersion version, MigrationVersion before, String name, MigrationKind declared) {
        boolean newMajor = !version.getMajor().equals(before.getMajor());
        if (newMajor != (declared == MigrationKind.DESTRUCTIVE)) {
            throw new MigrationException(
                    newMajor
                            ? name + " is declared additive, so it has to keep the major version of " + before
                            : name + " is declared destructive, so it has to begin a new major version after "
                                    + before);
        }
    }

    private static MigrationException undeclared(List<String> names) {
        return new MigrationException(
                "Not declared to be additive or destructive in " + DECLARATIONS + ": " + String.join(", ", names));
    }

    private static MigrationVersion versionOf(String name) {
        int end = name.indexOf("__");
        if (!name.startsWith("V") || end < 0) {
            throw new MigrationException(DECLARATIONS + " declares '" + name
                    + "', which is not the name of a migration such as V1_8__notes.sql");
        }
        return MigrationVersion.fromVersion(name.substring(1, end));
    }

    private Optional<String> resource(String name) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(folder + "/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
