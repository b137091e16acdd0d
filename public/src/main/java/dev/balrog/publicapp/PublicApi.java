// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.store.PublicQueries;
import java.util.List;

final class PublicApi {
    final PublicQueries q;

    PublicApi(PublicQueries q) {
        this.q = q;
    }

    List<PlainRoute> routes() {
        return List.of();
    }
}
