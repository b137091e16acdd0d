// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.ObjectKind;
import dev.balrog.client.ReleaseFilter;
import java.util.Optional;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Which scheduled change is meant. */
final class ChangeId {
    @Parameters(
            index = "0",
            paramLabel = Subject.LABEL,
            converter = Subject.Converter.class,
            description = Subject.DESCRIPTION)
    private Subject subject;

    @Parameters(index = "1", paramLabel = Subject.ID_LABEL, description = Subject.ID_DESCRIPTION)
    private String id;

    /** Does one thing with changes of objects, another one with those of releases of the v2 API. */
    interface Cases {
        void ofObject(ObjectKind kind, long number);

        void ofRelease(String name);
    }

    void choose(Cases cases) {
        subject.kind().ifPresentOrElse(kind -> cases.ofObject(kind, number()), () -> cases.ofRelease(id));
    }

    /** Returns whether it is of a release of the v2 API, whose parts are signed and enacted together. */
    boolean isOfRelease() {
        return subject == Subject.RELEASE;
    }

    /** Reads what is scheduled, and what it changes; empty for nothing. */
    Optional<ChangeReview> read(BalrogClient client) {
        ChangeReader reader = new ChangeReader(client);
        return subject.kind()
                .map(kind -> reader.ofObject(name(), kind, number()))
                .orElseGet(() -> reader.ofRelease(name(), id));
    }

    /** Reads the state that is expected, as far as it is known. */
    Optional<ChangeReview> revision(BalrogClient client, ExpectedChange expected) {
        Long dataVersion = expected.dataVersion();
        return dataVersion == null
                ? Optional.empty()
                : subject.kind()
                        .flatMap(kind -> new ChangeReader(client).revision(name(), kind, number(), dataVersion));
    }

    /** What it is called in a sentence. */
    String name() {
        return subject == Subject.RELEASE
                ? "what is scheduled of release " + id
                : "scheduled change " + id + " of type " + subject.label();
    }

    /** What is scheduled; a missing node for nothing. */
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
