// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out which releases the answer to a request can depend on, so that no others have to be read for it. */
public final class Reach {
    private final Snapshot snapshot;
    private final UpdateRequest request;

    /**
     * Prepares to find out.
     *
     * @param snapshot rules and pins; its releases are not looked at
     */
    public Reach(Snapshot snapshot, UpdateRequest request) {
        this.snapshot = snapshot;
        this.request = request;
    }

    /** Names of the releases that the rule and the pin of the request lead to. */
    public Set<String> first() {
        return of(request);
    }

    /** Names of the releases that matter because the answer depends on this one. */
    public Set<String> beyond(Release release) {
        Set<String> names = new TreeSet<>(release.parts());
        if (release instanceof Superblob superblob) {
            superblob.products().forEach(product -> names.addAll(of(request.withProduct(product))));
        }
        return names;
    }

    private Set<String> of(UpdateRequest asked) {
        Set<String> names = new TreeSet<>();
        try {
            Optional<Rule> rule = snapshot.rules().match(asked);
            Stream.of(rule.map(Rule::mapping), rule.map(Rule::fallbackMapping))
                    .flatMap(Optional::stream)
                    .forEach(names::add);
            String pin = asked.pin();
            if (pin != null) {
                Optional.ofNullable(Decider.pinMapping(snapshot, asked, pin)).ifPresent(names::add);
            }
        } catch (BadDataException noAnswer) {
            // What is known so far is all that matters.
            return names;
        }
        return names;
    }
}
