// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;

/** Backs the database up, and recovers it. */
public interface Backups {
    /** Takes a backup; the database is used meanwhile. */
    void take() throws IOException, InterruptedException;

    /**
     * Brings a database whose disk is lost back, with all that was committed until then. Nobody can connect to it before
     * all is there: what is there half-way would be taken for the truth.
     */
    void recover() throws IOException, InterruptedException;
}
