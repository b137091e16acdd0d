// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.permission;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import java.util.List;

/** API of required signoffs. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class RequiredSignoffs {
    private static final String REQUIRED_SIGNOFFS = "required_signoffs";

    private final Transport transport;

    public RequiredSignoffs(Transport transport) {
        this.transport = transport;
    }

    /** Returns the required signoffs for changes that affect a product and channel. */
    public List<RequiredSignoff> products() {
        return list("product");
    }

    /** Returns the required signoffs for changes of permissions. */
    public List<RequiredSignoff> permissions() {
        return list("permissions");
    }

    private List<RequiredSignoff> list(String kind) {
        return Fields.list(
                transport.send(Call.get(REQUIRED_SIGNOFFS, kind)).body().path(REQUIRED_SIGNOFFS), RequiredSignoff::of);
    }
}
