// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import dev.balrog.client.auth.Tokens;
import dev.balrog.client.changeset.ChangeSets;
import dev.balrog.client.expectation.StoredExpectations;
import dev.balrog.client.http.ClientSettings;
import dev.balrog.client.permission.RequiredSignoffs;
import dev.balrog.client.permission.Users;
import dev.balrog.client.pin.Pins;
import dev.balrog.client.release.Releases;
import dev.balrog.client.release.ReleasesV1;
import dev.balrog.client.rule.Rules;
import dev.balrog.client.schedule.ScheduledChanges;
import dev.balrog.client.shutoff.Shutoffs;
import dev.balrog.client.simulation.Simulations;
import dev.balrog.client.transport.Transport;

/**
 * Client of the admin API.
 *
 * <p>Idempotent requests are retried after transport failures and when the server asks for it.
 * Changes use optimistic locking: they are sent with the current data version, and retried after a
 * conflict as long as their meaning is unchanged.
 */
public final class BalrogClient {
    private final Transport transport;

    private BalrogClient(Transport transport) {
        this.transport = transport;
    }

    /** Creates a client that sends these tokens. */
    public BalrogClient(ClientSettings settings, Tokens tokens) {
        this(new Transport(settings, tokens));
    }

    /**
     * Returns a client for dry runs: instead of sending a change, each method throws a
     * {@link dev.balrog.client.error.PreparedException} with the request. Reads are still sent.
     */
    public BalrogClient preparing() {
        return new BalrogClient(transport.preparing());
    }

    /** Returns the rules API. */
    public Rules rules() {
        return new Rules(transport);
    }

    /** Returns the releases API, version 2. */
    public Releases releases() {
        return new Releases(transport);
    }

    /** Returns the releases API, version 1. */
    public ReleasesV1 releasesV1() {
        return new ReleasesV1(transport);
    }

    /** Returns the pins API. */
    public Pins pins() {
        return new Pins(transport);
    }

    /**
     * Returns the API of scheduled changes and their signoffs; for v2 releases, use
     * {@link #releases}.
     */
    public ScheduledChanges scheduledChanges() {
        return new ScheduledChanges(transport);
    }

    /** Returns the API of emergency shutoffs. */
    public Shutoffs shutoffs() {
        return new Shutoffs(transport);
    }

    /** Returns the users API. */
    public Users users() {
        return new Users(transport);
    }

    /** Returns the API of simulations. */
    public Simulations simulations() {
        return new Simulations(transport);
    }

    /** Returns the API of the expectations in the database. */
    public StoredExpectations expectations() {
        return new StoredExpectations(transport);
    }

    /** Returns the API of change sets. */
    public ChangeSets changeSets() {
        return new ChangeSets(transport);
    }

    /** Returns the API of required signoffs. */
    public RequiredSignoffs requiredSignoffs() {
        return new RequiredSignoffs(transport);
    }
}
