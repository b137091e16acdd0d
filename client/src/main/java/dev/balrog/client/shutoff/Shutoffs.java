// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.shutoff;

import dev.balrog.client.schedule.ChangeType;
import dev.balrog.client.schedule.ScheduleRequest;
import dev.balrog.client.schedule.Scheduled;
import dev.balrog.client.schedule.ScheduledChanges;
import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Deletion;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.client.transport.Transport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** API of emergency shutoffs. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class Shutoffs {
    private static final String SHUTOFF = "emergency_shutoff";

    private final Transport transport;

    public Shutoffs(Transport transport) {
        this.transport = transport;
    }

    /** Returns the active shutoffs. */
    public List<Shutoff> list() {
        return Fields.list(transport.send(Call.get(SHUTOFF)).body().path("shutoffs"), Shutoff::of);
    }

    /** Returns the shutoff of a product and channel. */
    public Shutoff get(String product, String channel) {
        return Shutoff.of(transport.send(Call.get(SHUTOFF, product, channel)).body());
    }

    /**
     * Stops all updates of a product and channel, immediately.
     *
     * @param comment the reason; null for none
     */
    public void create(String product, String channel, @Nullable String comment) {
        ObjectNode body = Fields.object().put("product", product).put("channel", channel);
        if (comment != null) {
            body.put("comment", comment);
        }
        transport.send(Call.post(body, SHUTOFF));
    }

    /**
     * Resumes updates immediately. If that requires signoffs it is rejected, and has to be
     * scheduled.
     */
    public void delete(String product, String channel) {
        Deletion.run(
                () -> get(product, channel),
                shutoff -> transport.send(
                        Call.delete(SHUTOFF, product, channel).with("data_version", shutoff.dataVersion())),
                transport.settings());
    }

    /** Schedules the resumption of updates. */
    public Scheduled scheduleDeletion(String product, String channel, Instant when) {
        ObjectNode object = Fields.object()
                .put("product", product)
                .put("channel", channel)
                .put("data_version", get(product, channel).dataVersion());
        return new ScheduledChanges(transport)
                .schedule(ObjectKind.SHUTOFF, new ScheduleRequest(ChangeType.DELETE, when, null, object));
    }
}
