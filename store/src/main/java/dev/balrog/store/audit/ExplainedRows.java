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
 * The state of all governed rows according to the audit log, and the proof that the log is unbroken: read once as a whole
 * and then entry by entry. Takes about 150 bytes of memory a row. For one thread.
 */
public final class ExplainedRows {
    /** Bounds memory when very many rows were changed by something else. */
    private static final int MOST_GAPS = 1000;

    private final Map<Hash, Explained> rows = new HashMap<>();
    /** Number of rows by table, and for parts of releases by release. */
    private final Map<Hash, Integer> counts = new HashMap<>();

    private final List<AuditFinding> gaps = new ArrayList<>();
    private AuditHead head = AuditHead.NONE;
    private @Nullable AuditFinding broken;

    /** 128 bits of a digest of a name, enough to tell names apart. */
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

    /** Digest of a row in a table, by its number, and the entry that says so. */
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

    /** Begins to read in the middle of the log, as if the entry of this head were proven. */
    static ExplainedRows from(AuditHead head) {
        ExplainedRows rows = new ExplainedRows();
        rows.head = head;
        return rows;
    }

    /**
     * Reads the entries that were added since the last time. Reads nothing more once the log is broken.
     *
     * @return whether there were any
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
                        stored.isEmpty() ? "is gone: the log was truncated" : "has another hash than when it was read");
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
                    entry.sequence() == 1 ? "is no genesis: the log has no beginning" : "is a second genesis");
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
                            ? "was there before entry " + entry.sequence() + ", but no entry says how it came to be"
                            : "was changed by something else between the entries " + known.entry() + " and "
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

    /** Returns how many rows of a table there are according to the log. */
    public int count(String table) {
        return counts.getOrDefault(Hash.of(table), 0);
    }

    /** Returns how many rows of a table belong to a release according to the log. */
    public int count(String table, String release) {
        return counts.getOrDefault(Hash.of(table, release), 0);
    }

    /** Returns the digest of a row according to the log; null when there is no such row. */
    public @Nullable String digest(RowId row) {
        Explained known = rows.get(Hash.of(row));
        return known == null ? null : known.digest();
    }

    /** Compares a row with the log. */
    public Optional<AuditFinding> check(RowId row, String digest) {
        Explained known = rows.get(Hash.of(row));
        if (known == null) {
            return Optional.of(new AuditFinding(AuditFinding.Kind.ROW, null, row, "has no entry in the audit log"));
        }
        return known.digest().equals(digest)
                ? Optional.empty()
                : Optional.of(new AuditFinding(
                        AuditFinding.Kind.ROW, known.entry(), row, "is not what entry " + known.entry() + " left"));
    }

    /** Reads a row and compares it with the log. */
    public Optional<AuditFinding> check(DSLContext sql, RowId row) {
        return GovernedTable.of(row.table())
                .flatMap(table -> AuditChain.find(sql, table, row))
                .map(present -> check(row, present.digest()))
                .orElseGet(() -> digest(row) == null
                        ? Optional.empty()
                        : Optional.of(new AuditFinding(
                                AuditFinding.Kind.ROW, null, row, "is missing, which the audit log knows")));
    }

    /** Returns the rows of a table that are there according to the log, none of them seen yet. */
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

    /** Rows of the log that have not been seen. */
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

        /** Returns the entries of some rows that were not seen, the oldest first. */
        List<Long> entries(int most) {
            return left.values().stream()
                    .map(Explained::entry)
                    .sorted()
                    .limit(most)
                    .toList();
        }
    }

    /** Returns the entry up to which the log was read. */
    public AuditHead head() {
        return head;
    }

    /** Returns the first flaw of the chain; empty while it is unbroken. */
    public Optional<AuditFinding> broken() {
        return Optional.ofNullable(broken);
    }

    /**
     * Returns rows that were changed by something else and then by a change that is in the log, since an operator last
     * acknowledged all rows.
     */
    public List<AuditFinding> gaps() {
        return List.copyOf(gaps);
    }
}
