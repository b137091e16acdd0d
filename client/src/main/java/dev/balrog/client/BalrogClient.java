// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/**
 * A client of the admin API.
 *
 * <p>Requests that do no harm when repeated are repeated after transport failures and where the server asks for it.
 * Changes are made against the data version that the server has, and made anew where others changed the object
 * meanwhile, as long as they still mean the same.
 */
public final class BalrogClient {
    private final Transport transport;

    private BalrogClient(Transport transport) {
        this.transport = transport;
    }

    /** A client that sends these tokens. */
    public BalrogClient(ClientSettings settings, Tokens tokens) {
        this(new Transport(settings, tokens));
    }

    /**
     * The same client, but one that changes nothing: in place of sending a change, each method throws a
     * {@link PreparedException} that holds it. What has to be read for it is read.
     */
    public BalrogClient preparing() {
        return new BalrogClient(transport.preparing());
    }

    /** The rules. */
    public Rules rules() {
        return new Rules(transport);
    }

    /** The releases, by the v2 API. */
    public Releases releases() {
        return new Releases(transport);
    }

    /** The releases, by the v1 API. */
    public ReleasesV1 releasesV1() {
        return new ReleasesV1(transport);
    }

    /** The pins. */
    public Pins pins() {
        return new Pins(transport);
    }

    /** The scheduled changes, and their signoffs; those of v2 releases are with {@link #releases}. */
    public ScheduledChanges scheduledChanges() {
        return new ScheduledChanges(transport);
    }

    /** The emergency shutoffs. */
    public Shutoffs shutoffs() {
        return new Shutoffs(transport);
    }

    /** The users. */
    public Users users() {
        return new Users(transport);
    }

    /** The required signoffs. */
    public RequiredSignoffs requiredSignoffs() {
        return new RequiredSignoffs(transport);
    }
}
