// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import dev.balrog.admin.contract.EntityKind;
import dev.balrog.change.row.Entity;
import dev.balrog.core.change.NameRedaction;
import dev.balrog.service.BodyWriter;
import dev.balrog.store.audit.AuditEntry;
import dev.balrog.store.audit.AuditRecord.RowId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Event of a feed: a change with an entry in the audit log, or a change of a kind of entity that
 * has none. All readers share its bytes.
 *
 * @param sequence number of the entry in the audit log; of the entry before it for a change without
 *     one
 * @param isAudited whether the change has an entry in the audit log
 * @param visibility who may read it
 * @param named bytes for readers who may see user names
 * @param nameless bytes for others
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
record FeedEvent(long sequence, boolean isAudited, Visibility visibility, Buffer named, Buffer nameless) {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Kind of an event that concerns all entities. */
    private static final String ALL = "all";

    private static final String SCHEDULED_CHANGE = "sc_id";

    /** Readers of an event. */
    enum Visibility {
        /** All users, also without a login. */
        ANONYMOUS,
        LOGGED_IN,
        /** Users who may view permissions: others would learn who holds which. */
        PERMISSION_VIEWERS
    }

    /** Returns the event of an entry in the audit log. */
    static FeedEvent of(AuditEntry entry) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        RowId row = entry.row();
        Source source = row == null ? Source.ANY : Source.of(row);
        JsonNode key =
                row == null || source.entity == null ? JsonNodeFactory.instance.objectNode() : JSON.readTree(row.key());
        data.put("kind", source.kind());
        data.put("action", entry.action());
        data.set("key", key);
        data.set("sc_id", source.isScheduled ? key.path(SCHEDULED_CHANGE) : JsonNodeFactory.instance.nullNode());
        data.put("changed_by", entry.author());
        data.put("timestamp", entry.millis());
        return of("change", entry.sequence(), true, source.visibility(), data);
    }

    /**
     * Returns the event of a change without an entry in the audit log.
     *
     * @param sequence newest entry of the audit log
     * @param table governed table that changed
     */
    static FeedEvent unaudited(long sequence, String table) {
        Source source = Source.of(table);
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("kind", source.kind());
        Visibility visibility =
                source.visibility() == Visibility.ANONYMOUS ? Visibility.ANONYMOUS : Visibility.LOGGED_IN;
        return of("changed", sequence, false, visibility, data);
    }

    private static FeedEvent of(String type, long sequence, boolean isAudited, Visibility visibility, ObjectNode data) {
        String head = (isAudited ? "id: " + sequence + "\n" : "") + "event: " + type + "\n";
        Buffer named = bytes(head, data);
        ObjectNode redacted = data.deepCopy();
        NameRedaction.redact(redacted);
        return new FeedEvent(
                sequence, isAudited, visibility, named, redacted.equals(data) ? named : bytes(head, redacted));
    }

    static Buffer bytes(String head, ObjectNode data) {
        return shared(head + "data: " + JSON.writeValueAsString(data) + "\n\n");
    }

    static Buffer shared(String text) {
        return BodyWriter.shared(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes for a reader; empty if they may not read this event. */
    Optional<Buffer> forReader(Audience audience, boolean seesNames) {
        boolean visible = switch (visibility) {
            case ANONYMOUS -> true;
            case LOGGED_IN -> audience.isLoggedIn();
            case PERMISSION_VIEWERS -> audience.viewsPermissions();
        };
        return visible ? Optional.of(seesNames ? named : nameless) : Optional.empty();
    }

    /**
     * Meaning of a table.
     *
     * @param entity entity that the table is about; null for all, or for one that is not known
     * @param isScheduled whether the table is about scheduled changes
     */
    private record Source(@Nullable Entity entity, boolean isScheduled) {
        static final Source ANY = new Source(null, false);

        static Source of(RowId row) {
            return row.table().equals(BALROG_CHANGE_COMMENTS.getName()) ? ofComment(row) : of(row.table());
        }

        /** Comments on scheduled changes of all entities are in one table. */
        private static Source ofComment(RowId row) {
            String table = JSON.readTree(row.key())
                    .path(BALROG_CHANGE_COMMENTS.ENTITY.getName())
                    .asString("");
            return new Source(of(table).entity, true);
        }

        static Source of(String table) {
            for (Entity entity : Entity.values()) {
                if (table.equals(entity.tableName())) {
                    return new Source(entity, false);
                }
                if (!entity.conditions().isEmpty() && entity.scheduled().has(table)) {
                    return new Source(entity, true);
                }
            }
            // A newer version, which runs on the same database during a deployment, has more tables.
            return ANY;
        }

        String kind() {
            return entity == null ? ALL : EntityKind.of(entity);
        }

        Visibility visibility() {
            return entity == null || !EntityKind.isPrivate(entity)
                    ? Visibility.ANONYMOUS
                    : isScheduled ? Visibility.LOGGED_IN : Visibility.PERMISSION_VIEWERS;
        }
    }
}
