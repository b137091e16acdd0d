// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.List;

/** Which changes need signoffs. Each method throws {@link ClientException} when it can't do what it says. */
public final class RequiredSignoffs {
    private static final String REQUIRED_SIGNOFFS = "required_signoffs";

    private final Transport transport;

    RequiredSignoffs(Transport transport) {
        this.transport = transport;
    }

    /** Those for changes that affect what a product and channel get. */
    public List<RequiredSignoff> products() {
        return list("product");
    }

    /** Those for changes of permissions. */
    public List<RequiredSignoff> permissions() {
        return list("permissions");
    }

    private List<RequiredSignoff> list(String kind) {
        return Fields.list(
                transport.send(Call.get(REQUIRED_SIGNOFFS, kind)).body().path(REQUIRED_SIGNOFFS), RequiredSignoff::of);
    }
}
