// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;

/**
 * A release that is answered in XML.
 *
 * <p>The frame of an answer (header and footer) is that of the release that the rule maps to; the updates in it may come
 * from several releases.
 */
public sealed interface XmlRelease extends Release
        permits AppRelease, DesupportRelease, GmpRelease, SystemAddonsRelease, Superblob {

    /**
     * Writes what stands in front of the updates.
     *
     * @throws BadDataException when the release lacks what the answer needs
     */
    void writeHeader(XmlAnswer xml, Offer offer);

    /**
     * Writes the updates.
     *
     * @throws BadDataException when the release lacks what the answer needs
     */
    void writeUpdates(XmlAnswer xml, Offer offer);

    /** Writes what stands behind the updates. */
    void writeFooter(XmlAnswer xml, Offer offer);
}
