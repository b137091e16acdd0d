// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.comment;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import dev.balrog.change.policy.GovernanceQueries;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.ChangeComment.Resolution;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Comments on scheduled changes, within one transaction.
 *
 * <p>A request for changes blocks the enactment of the version of the scheduled change that it was
 * written for, until its author withdraws it or an administrator dismisses it. Editing the
 * scheduled change makes it outdated. A request of a user without any permission blocks nothing.
 */
public final class Comments {
    /** Maximum length of a comment, in code points. */
    public static final int MAX_LENGTH = 4000;

    private static final int BATCH = 500;

    private final Tables tables;
    private final GovernanceQueries queries;

    public Comments(Tables tables, GovernanceQueries queries) {
        this.tables = tables;
        this.queries = queries;
    }

    /** Returns the comments on a scheduled change, pending or not, oldest first. */
    public List<ChangeComment> of(Entity entity, int changeId) {
        return inOrder(tables.comments().select(ChangeComment.ofChange(entity, changeId)).stream());
    }

    /** Returns the comments on all pending scheduled changes, oldest first. */
    public List<ChangeComment> onPending() {
        TableWriter comments = tables.comments().rows();
        if (comments.isEmpty()) {
            return List.of();
        }
        List<Row> found = new ArrayList<>();
        for (Entity entity : Entity.values()) {
            if (entity.conditions().isEmpty()) {
                continue;
            }
            List<Integer> pending = tables.pendingIds(entity);
            for (int from = 0; from < pending.size(); from += BATCH) {
                List<Integer> batch = pending.subList(from, Math.min(from + BATCH, pending.size()));
                found.addAll(comments.select(comments.matches(Row.of(BALROG_CHANGE_COMMENTS.ENTITY, entity.tableName()))
                        .and(comments.field(BALROG_CHANGE_COMMENTS.SC_ID).in(batch))));
            }
        }
        return inOrder(found.stream());
    }

    private static List<ChangeComment> inOrder(Stream<Row> rows) {
        return rows.map(ChangeComment::of)
                .sorted(Comparator.comparing(ChangeComment::entity)
                        .thenComparingInt(ChangeComment::changeId)
                        .thenComparingInt(ChangeComment::number))
                .toList();
    }

    /** Returns whether a comment blocks the enactment of its scheduled change. */
    public boolean blocks(ChangeComment comment, ScheduledChange change) {
        return comment.isOpenRequest()
                && !change.complete()
                && comment.changeVersion() == change.dataVersion()
                && isBlockable(change)
                && queries.isKnown(comment.author());
    }

    /** Nothing may delay that updates are shut off. */
    private static boolean isBlockable(ScheduledChange change) {
        return change.entity() != Entity.EMERGENCY_SHUTOFFS || change.type() == ChangeType.DELETE;
    }

    /** Returns the reason why requests for changes block the enactment; empty for none. */
    public Optional<String> obstacle(ScheduledChange change) {
        return rejection(change).map(ChangeRejection.ChangesRequested::reason);
    }

    /**
     * Checks that no request for changes blocks the enactment.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.ChangesRequested} if one does
     */
    public void requireNoRequest(ScheduledChange change) {
        rejection(change).ifPresent(rejection -> {
            throw new ChangeRejectedException(rejection);
        });
    }

    private Optional<ChangeRejection.ChangesRequested> rejection(ScheduledChange change) {
        List<String> authors = of(change.entity(), change.id()).stream()
                .filter(comment -> blocks(comment, change))
                .map(ChangeComment::author)
                .distinct()
                .toList();
        return authors.isEmpty() ? Optional.empty() : Optional.of(new ChangeRejection.ChangesRequested(authors));
    }

    /**
     * Adds a comment.
     *
     * @param change a pending scheduled change
     * @param version data version of the scheduled change that the author has seen
     * @param requestsChanges whether it requests changes
     * @throws ChangeRejectedException if the scheduled change has another version, the text is
     *     invalid, or the author may not comment
     */
    public ChangeComment add(
            ScheduledChange change, int version, String message, boolean requestsChanges, AuditStamp stamp) {
        if (!queries.isKnown(stamp.who())) {
            throw ChangeRejectedException.denied(stamp.who() + " is not allowed to comment: no permissions");
        }
        if (requestsChanges && queries.isServiceAccount(stamp.who())) {
            throw ChangeRejectedException.denied("Service accounts cannot request changes");
        }
        if (requestsChanges && !isBlockable(change)) {
            throw ChangeRejectedException.invalid("An emergency shutoff cannot be blocked: comment without a request");
        }
        if (version != change.dataVersion()) {
            throw new ChangeRejectedException(new ChangeRejection.Outdated(
                    "The scheduled change was edited meanwhile; its data version is " + change.dataVersion()));
        }
        int number = of(change.entity(), change.id()).stream()
                        .mapToInt(ChangeComment::number)
                        .max()
                        .orElse(0)
                + 1;
        ChangeComment comment = new ChangeComment(
                change.entity(),
                change.id(),
                number,
                version,
                stamp.who(),
                stamp.millis(),
                checked(message),
                requestsChanges,
                null,
                1);
        tables.comments().insert(comment.row(), stamp);
        return comment;
    }

    private static String checked(String message) {
        String text = checked(message, "A comment");
        if (text.isEmpty()) {
            throw ChangeRejectedException.invalid("A comment has 1 to " + MAX_LENGTH + " characters, not 0");
        }
        return text;
    }

    /**
     * Returns a message without surrounding whitespace, with line feeds as line breaks.
     *
     * @param what the message in words, at the beginning of a sentence
     * @throws ChangeRejectedException if it is too long, or contains control characters
     */
    public static String checked(String message, String what) {
        String text = message.replace("\r\n", "\n").strip();
        int length = text.codePointCount(0, text.length());
        if (length > MAX_LENGTH) {
            throw ChangeRejectedException.invalid(what + " has up to " + MAX_LENGTH + " characters, not " + length);
        }
        if (text.codePoints().anyMatch(c -> c != '\n' && (Character.isISOControl(c) || isSurrogate(c)))) {
            throw ChangeRejectedException.invalid(what + " cannot have control characters other than line feeds");
        }
        return text;
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    /**
     * Resolves a request for changes: its author withdraws it, or an administrator dismisses it.
     *
     * @param change a pending scheduled change
     * @param products products of the scheduled change; a null element stands for all products
     * @throws ChangeRejectedException if there is no such request, it is resolved already, or the
     *     user may not resolve it
     */
    public ChangeComment resolve(
            ScheduledChange change, int number, Collection<@Nullable String> products, AuditStamp stamp) {
        VersionedTable table = tables.comments();
        Row row = table.find(ChangeComment.ofChange(change.entity(), change.id())
                        .with(BALROG_CHANGE_COMMENTS.COMMENT_NUMBER, number))
                .orElseThrow(() -> new ChangeRejectedException(new ChangeRejection.Missing("Comment does not exist")));
        ChangeComment comment = ChangeComment.of(row);
        if (!comment.requestsChanges()) {
            throw ChangeRejectedException.invalid("The comment does not request changes");
        }
        if (comment.resolution() != null) {
            throw ChangeRejectedException.invalid("The request for changes was already resolved by "
                    + comment.resolution().by());
        }
        if (queries.isServiceAccount(stamp.who())) {
            throw ChangeRejectedException.denied("Service accounts cannot resolve requests for changes");
        }
        if (!comment.author().equals(stamp.who()) && !queries.isAdmin(stamp.who(), products)) {
            throw ChangeRejectedException.denied(
                    stamp.who() + " is not allowed to dismiss the request for changes by " + comment.author());
        }
        Row resolved = table.update(row, new Resolution(stamp.who(), stamp.millis()).row(), comment.dataVersion());
        table.remember(resolved, stamp);
        return ChangeComment.of(resolved);
    }
}
