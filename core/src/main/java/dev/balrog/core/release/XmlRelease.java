// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;

/**
 * Release that is served as XML.
 *
 * <p>The header and footer of a response are those of the release that the rule maps to; the
 * updates may come from several releases.
 */
public sealed interface XmlRelease extends Release
        permits AppRelease, DesupportRelease, GmpRelease, SystemAddonsRelease, Superblob {

    /**
     * Writes the part before the updates.
     *
     * @throws BadDataException when the release lacks data that the response requires
     */
    void writeHeader(XmlAnswer xml, Offer offer);

    /**
     * Writes the updates.
     *
     * @throws BadDataException when the release lacks data that the response requires
     */
    void writeUpdates(XmlAnswer xml, Offer offer);

    /** Writes the part after the updates. */
    void writeFooter(XmlAnswer xml, Offer offer);
}
