// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.release.ReleaseFilter;
import dev.balrog.client.transport.ObjectKind;
import java.util.Optional;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Identification of a scheduled change: its type and id. */
final class ChangeId {
    @Parameters(
            index = "0",
            paramLabel = Subject.LABEL,
            converter = Subject.Converter.class,
            description = Subject.DESCRIPTION)
    private Subject subject;

    @Parameters(index = "1", paramLabel = Subject.ID_LABEL, description = Subject.ID_DESCRIPTION)
    private String id;

    /** Cases of a scheduled change: of an object, or of a release of the v2 API. */
    interface Cases {
        void ofObject(ObjectKind kind, long number);

        void ofRelease(String name);
    }

    void choose(Cases cases) {
        subject.kind().ifPresentOrElse(kind -> cases.ofObject(kind, number()), () -> cases.ofRelease(id));
    }

    /**
     * Returns whether this is a change of a release of the v2 API, whose parts are signed and
     * enacted together.
     */
    boolean isOfRelease() {
        return subject == Subject.RELEASE;
    }

    /**
     * Reads the scheduled change and the object that it changes; empty if there is no such change.
     */
    Optional<ChangeReview> read(BalrogClient client) {
        ChangeReader reader = new ChangeReader(client);
        return subject.kind()
                .map(kind -> reader.ofObject(name(), kind, number()))
                .orElseGet(() -> reader.ofRelease(name(), id));
    }

    /** Reads the expected state; empty if it is not known. */
    Optional<ChangeReview> revision(BalrogClient client, ExpectedChange expected) {
        Long dataVersion = expected.dataVersion();
        return dataVersion == null
                ? Optional.empty()
                : subject.kind()
                        .flatMap(kind -> new ChangeReader(client).revision(name(), kind, number(), dataVersion));
    }

    /** Returns the change's name for use in a sentence. */
    String name() {
        return subject == Subject.RELEASE
                ? "scheduled change of release " + id
                : "scheduled change " + id + " of type " + subject.label();
    }

    /** Returns the scheduled change; a missing node for none. */
    JsonNode current(BalrogClient client) {
        return subject.kind()
                .map(kind -> client.scheduledChanges()
                        .findOpen(kind, number())
                        .<JsonNode>map(change -> Shapes.change(subject.label(), change))
                        .orElse(MissingNode.getInstance()))
                .orElseGet(() -> client.releases().list(new ReleaseFilter(null, id)).stream()
                        .filter(release -> release.name().equals(id))
                        .<JsonNode>map(Shapes::release)
                        .findFirst()
                        .orElse(MissingNode.getInstance()));
    }

    private long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new InvalidOptionException("changes of type " + subject.label() + " have numbers, and '" + id
                    + "' is none; 'balrog scheduled-change list " + subject.label() + "' shows them");
        }
    }
}
