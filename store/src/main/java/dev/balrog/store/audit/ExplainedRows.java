// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.core.Sha256;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * State of all governed rows according to the audit log, and verification of its hash chain. Reads
 * the whole log once and then only new entries. Takes about 150 bytes of memory per row. Not
 * thread-safe.
 */
public final class ExplainedRows {
    /** Maximum number of gaps; bounds memory when very many rows were changed without an entry. */
    private static final int MOST_GAPS = 1000;

    private final Map<Hash, Explained> rows = new HashMap<>();
    /** Number of rows by table, and of parts of releases by release. */
    private final Map<Hash, Integer> counts = new HashMap<>();

    private final List<AuditFinding> gaps = new ArrayList<>();
    private AuditHead head = AuditHead.NONE;
    private @Nullable AuditFinding broken;

    /** First 128 bits of the digest of a name, enough to be unique. */
    private record Hash(long high, long low) {
        static Hash of(String... parts) {
            MessageDigest digest = Sha256.newDigest();
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Hash(bytes.getLong(), bytes.getLong());
        }

        static Hash of(RowId row) {
            return of(row.table(), row.key());
        }
    }

    /** Digest of a row, number of its table, and the entry that recorded it. */
    private record Explained(int table, long entry, long a, long b, long c, long d) {
        static Explained of(int table, long entry, String digest) {
            ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digest));
            return new Explained(table, entry, bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }

        String digest() {
            HexFormat hex = HexFormat.of();
            return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
        }
    }

    /** Returns a state that is read from the middle of the log on, with the given head trusted. */
    static ExplainedRows from(AuditHead head) {
        ExplainedRows rows = new ExplainedRows();
        rows.head = head;
        return rows;
    }

    /**
     * Reads the entries added since the last call. Stops reading once the chain is broken.
     *
     * @return whether there were new entries
     */
    public boolean advance(DSLContext sql) {
        return advance(sql, _ -> {});
    }

    boolean advance(DSLContext sql, Consumer<AuditEntry> listener) {
        if (broken != null) {
            return false;
        }
        long before = head.sequence();
        if (before > 0) {
            Optional<String> stored = AuditChain.hash(sql, before);
            if (stored.isEmpty() || !stored.get().equals(head.hash())) {
                broken = AuditFinding.ofEntry(
                        before,
                        stored.isEmpty()
                                ? "is gone: the log was truncated"
                                : "has a different hash than when it was read");
                return false;
            }
        }
        AuditChain.read(sql, before, entry -> {
            if (accept(entry)) {
                listener.accept(entry);
            }
        });
        return head.sequence() > before;
    }

    private boolean accept(AuditEntry entry) {
        if (broken != null) {
            return false;
        }
        broken = flaw(entry);
        if (broken != null) {
            return false;
        }
        head = entry.head();
        RowId row = entry.row();
        if (row != null) {
            follow(entry, row);
        } else if (entry.is(AuditAction.GENESIS) || entry.is(AuditAction.IMPORT)) {
            rows.clear();
            counts.clear();
            gaps.clear();
        } else if (entry.is(AuditAction.ACKNOWLEDGE)) {
            gaps.clear();
        }
        return true;
    }

    private @Nullable AuditFinding flaw(AuditEntry entry) {
        if (entry.sequence() != head.sequence() + 1) {
            return AuditFinding.ofEntry(head.sequence() + 1, "is missing");
        }
        if (!entry.previousHash().equals(head.hash())) {
            return AuditFinding.ofEntry(entry.sequence(), "does not hold the hash of the entry before");
        }
        if (!entry.expectedHash().equals(entry.hash())) {
            return AuditFinding.ofEntry(entry.sequence(), "does not have the hash of its content: it was changed");
        }
        if (entry.is(AuditAction.GENESIS) != (entry.sequence() == 1)) {
            return AuditFinding.ofEntry(
                    entry.sequence(),
                    entry.sequence() == 1
                            ? "is not a genesis entry: the log has no beginning"
                            : "is a second genesis entry");
        }
        return null;
    }

    private void follow(AuditEntry entry, RowId row) {
        Hash id = Hash.of(row);
        Explained known = rows.get(id);
        String last = known == null ? null : known.digest();
        boolean adopted = entry.is(AuditAction.ADOPT) || entry.is(AuditAction.IMPORT);
        if (!adopted && !Objects.equals(last, entry.before()) && gaps.size() < MOST_GAPS) {
            gaps.add(new AuditFinding(
                    AuditFinding.Kind.GAP,
                    entry.sequence(),
                    row,
                    known == null
                            ? "existed before entry " + entry.sequence() + ", but no entry records its creation"
                            : "was changed outside the audit log between the entries " + known.entry() + " and "
                                    + entry.sequence()));
        }
        String after = entry.after();
        if (after == null) {
            if (rows.remove(id) != null) {
                count(row, -1);
            }
        } else if (rows.put(id, Explained.of(GovernedTable.number(row.table()), entry.sequence(), after)) == null) {
            count(row, 1);
        }
    }

    private void count(RowId row, int change) {
        counts.merge(Hash.of(row.table()), change, Integer::sum);
        releaseOf(row).ifPresent(name -> counts.merge(Hash.of(row.table(), name), change, Integer::sum));
    }

    private static Optional<String> releaseOf(RowId row) {
        return switch (row.table()) {
            case "releases", "releases_json", "release_assets" ->
                Optional.ofNullable(GovernedTable.parseKey(row.key()).get("name"))
                        .map(Object::toString);
            default -> Optional.empty();
        };
    }

    /** Returns the number of rows of a table according to the log. */
    public int count(String table) {
        return counts.getOrDefault(Hash.of(table), 0);
    }

    /** Returns the number of rows of a table that belong to a release according to the log. */
    public int count(String table, String release) {
        return counts.getOrDefault(Hash.of(table, release), 0);
    }

    /** Returns the digest of a row according to the log; null when there is no such row. */
    public @Nullable String digest(RowId row) {
        Explained known = rows.get(Hash.of(row));
        return known == null ? null : known.digest();
    }

    /** Compares a row with the log; empty when it agrees. */
    public Optional<AuditFinding> check(RowId row, String digest) {
        Explained known = rows.get(Hash.of(row));
        if (known == null) {
            return Optional.of(new AuditFinding(AuditFinding.Kind.ROW, null, row, "has no entry in the audit log"));
        }
        return known.digest().equals(digest)
                ? Optional.empty()
                : Optional.of(new AuditFinding(
                        AuditFinding.Kind.ROW,
                        known.entry(),
                        row,
                        "differs from what entry " + known.entry() + " wrote"));
    }

    /** Reads a row and compares it with the log; empty when it agrees. */
    public Optional<AuditFinding> check(DSLContext sql, RowId row) {
        return GovernedTable.of(row.table())
                .flatMap(table -> AuditChain.find(sql, table, row))
                .map(present -> check(row, present.digest()))
                .orElseGet(() -> digest(row) == null
                        ? Optional.empty()
                        : Optional.of(new AuditFinding(
                                AuditFinding.Kind.ROW, null, row, "is missing, but recorded in the audit log")));
    }

    /** Returns the rows of a table according to the log, all of them marked as not seen. */
    Absent absent(String table) {
        Map<Hash, Explained> left = new HashMap<>();
        int number = GovernedTable.number(table);
        rows.forEach((id, row) -> {
            if (row.table() == number) {
                left.put(id, row);
            }
        });
        return new Absent(left);
    }

    /** Rows of the log that have not been found in the table. */
    static final class Absent {
        private final Map<Hash, Explained> left;

        private Absent(Map<Hash, Explained> left) {
            this.left = left;
        }

        void seen(RowId row) {
            left.remove(Hash.of(row));
        }

        int size() {
            return left.size();
        }

        /** Returns the entries of some rows that were not found, oldest first. */
        List<Long> entries(int most) {
            return left.values().stream()
                    .map(Explained::entry)
                    .sorted()
                    .limit(most)
                    .toList();
        }
    }

    /** Returns the last entry that was read. */
    public AuditHead head() {
        return head;
    }

    /** Returns the first break of the chain; empty while it is intact. */
    public Optional<AuditFinding> broken() {
        return Optional.ofNullable(broken);
    }

    /**
     * Returns rows that were changed without an entry before a change in the log, since an operator
     * last acknowledged all rows.
     */
    public List<AuditFinding> gaps() {
        return List.copyOf(gaps);
    }
}
