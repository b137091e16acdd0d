// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that somebody has changed who does not have their key. */
@Tag("slow")
class AuthenticatedBackupTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private Database database;
    private Path backups;
    private ManifestKey key;
    private int written;

    @BeforeEach
    void make() throws IOException {
        database = TestDatabases.create(Kind.SQLITE, directory);
        backups = directory.resolve("backups");
        key = key("0123456789abcdef0123456789abcdef0123\n", false);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ManifestKey key(String text, boolean allowUnauthenticated) throws IOException {
        Path file = Files.createTempFile(directory, "key", ".txt");
        return ManifestKey.read(Files.writeString(file, text), allowUnauthenticated);
    }

    private void write(String product) {
        clock.advance(Duration.ofSeconds(1));
        database.write(sql -> sql.execute(
                "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES (?, 'release', 1)", product));
    }

    /** A snapshot and two increments. */
    private void backUp(ManifestKey with) {
        try (Backups made = new Backups(new BackupDirectory(backups, with), database.uri(), Optional.empty(), clock)) {
            made.increment(DAY);
            write("product" + ++written);
            made.increment(DAY);
            write("product" + ++written);
            made.increment(DAY);
        }
    }

    private Path restore(ManifestKey with) throws IOException {
        Path file = Files.createTempDirectory(directory, "restored").resolve("restored.db");
        Restore.plan(new BackupDirectory(backups, with), Optional.empty(), new DatabaseUri.Sqlite(file), false, clock)
                .run();
        return file;
    }

    private static List<String> names(Path file, String column, String table) {
        return SqliteDatabases.readAlone(
                file, sql -> sql.fetch("SELECT " + column + " FROM " + table).getValues(0, String.class));
    }

    private Path chain() throws IOException {
        try (Stream<Path> entries = Files.list(backups)) {
            return entries.filter(entry -> Files.exists(entry.resolve(Chain.MANIFEST)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(chain().resolve(Chain.INCREMENTS))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Puts an administrator into the snapshot, and its new size and digest into the manifest. */
    private void makeAnAdministrator(boolean leavingOutTheCode) throws IOException, NoSuchAlgorithmException {
        Path manifest = chain().resolve(Chain.MANIFEST);
        Path data = chain().resolve("snapshot.db.gz");
        Path plain = directory.resolve("evil.db");
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(data))) {
            Files.copy(in, plain);
        }
        try (Database evil = new Database(new DatabaseUri.Sqlite(plain), DatabaseOptions.forWriting())) {
            evil.write(sql -> sql.execute("INSERT INTO permissions (permission, username, data_version)"
                    + " VALUES ('admin', 'evil@x.test', 1)"));
        }
        String text = Files.readString(manifest);
        String size = Long.toString(Files.size(data));
        String digest = sha256(data);
        assertThat(text).contains(size, digest);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data))) {
            Files.copy(plain, out);
        }
        text = text.replace(size, Long.toString(Files.size(data))).replace(digest, sha256(data));
        if (leavingOutTheCode) {
            text = text.replaceAll("\"mac\"\\s*:\\s*\"[0-9a-f]+\"", "\"nothing\" : 1");
        }
        Files.writeString(manifest, text);
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void assertRefused(ThrowingCallable what, String message) {
        assertThatExceptionOfType(BackupException.class).isThrownBy(what).withMessageContaining(message);
    }

    @Test
    void whatWasMadeWithTheKeyIsRestoredAndVerifiedWithIt() throws IOException {
        backUp(key);
        assertThat(names(restore(key), "product", "emergency_shutoffs")).containsExactly("product1", "product2");
        Chain chain = new BackupDirectory(backups, key).chains().getFirst();
        assertThat(chain.isAuthentic()).isTrue();
        assertThat(new Verification(Optional.empty(), clock).verify(chain).counted())
                .isTrue();
        // Whoever has no key can restore it nevertheless.
        assertThat(names(restore(ManifestKey.NONE), "product", "emergency_shutoffs"))
                .hasSize(2);
    }

    @Test
    void aManifestThatWasChangedWithItsDataIsRefused() throws IOException, NoSuchAlgorithmException {
        backUp(key);
        makeAnAdministrator(false);
        assertRefused(() -> restore(key), "is not authentic");
        ManifestKey lenient = key("0123456789abcdef0123456789abcdef0123", true);
        assertRefused(() -> restore(lenient), "is not authentic");
        assertRefused(() -> new BackupDirectory(backups, key).chains(), "is not authentic");
        assertRefused(() -> backUp(key), "is not authentic");
    }

    @Test
    void aBackupThatWasMadeWithoutTheKeyIsRefused() throws IOException {
        database.write(sql -> sql.execute(
                "INSERT INTO permissions (permission, username, data_version) VALUES ('admin', 'evil@x.test', 1)"));
        backUp(ManifestKey.NONE);
        assertRefused(() -> restore(key), "is not authenticated");
        ManifestKey lenient = key("0123456789abcdef0123456789abcdef0123", true);
        // Who allows it gets what was written: that is what the key is for.
        assertThat(names(restore(lenient), "username", "permissions")).containsExactly("evil@x.test");
    }

    @Test
    void aManifestWhoseCodeWasTakenAwayIsRefused() throws IOException, NoSuchAlgorithmException {
        backUp(key);
        makeAnAdministrator(true);
        assertRefused(() -> restore(key), "");
        assertThat(new BackupDirectory(backups, ManifestKey.NONE)
                        .chains()
                        .getFirst()
                        .isAuthentic())
                .isFalse();
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        backUp(key);
        ManifestKey other = key("another key that is long enough, too", false);
        assertRefused(() -> restore(other), "written with another key");
    }

    @Test
    void incrementsThatAreMissingAtTheEndOrExchangedAreRefused() throws IOException {
        backUp(key);
        Path last = manifests().getLast();
        byte[] content = Files.readAllBytes(last);
        Files.delete(last);
        assertRefused(() -> restore(key), "are missing at its end");
        Files.write(last, content);
        restore(key);
        String first = Files.readString(manifests().getFirst());
        Files.writeString(
                manifests().getFirst(), first.replaceAll("(\"previous_mac\" *: *\")[^\"]*", "$1" + "0".repeat(64)));
        assertRefused(() -> restore(key), "is not authentic");
    }

    @Test
    void aBackupWithKeyIsNotContinuedWithoutItAndOneWithoutKeyIsBegunAnew() throws IOException {
        backUp(key);
        write("three");
        assertRefused(() -> backUp(ManifestKey.NONE), "give its key");
        DurableFiles.deleteTree(backups);
        clock.advance(Duration.ofSeconds(2));
        backUp(ManifestKey.NONE);
        assertRefused(() -> restore(key), "is not authenticated");
        clock.advance(Duration.ofSeconds(2));
        backUp(key);
        BackupDirectory place = new BackupDirectory(backups, key);
        assertThat(place.chains()).extracting(Chain::isAuthentic).containsExactly(false, true);
        restore(key);
    }

    @Test
    void aShortKeyIsRefused() {
        assertRefused(() -> key("short\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", false), "too short");
    }
}
