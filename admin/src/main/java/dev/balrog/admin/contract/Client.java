// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.admin.contract.Reply.MediaType;

/** Client that waits for the response to a call. */
public interface Client {
    /** Client that stays connected and has named no media type. */
    Client CONNECTED = new Client() {
        @Override
        public boolean accepts(MediaType mediaType) {
            return false;
        }

        @Override
        public boolean isDisconnected() {
            return false;
        }
    };

    /** Returns whether the client has named a media type as one that it accepts; wildcards don't count. */
    boolean accepts(MediaType mediaType);

    /** Returns whether the client has disconnected and can't receive the response. Thread-safe. */
    boolean isDisconnected();
}
