// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hardware and software features that a client lists in one segment of its URL.
 *
 * <p>Clients since Firefox 55 send labelled fields ({@code ISET:SSE4_2,MEM:8096,JAWS:0}), older
 * ones an instruction set and perhaps the memory ({@code SSE3,8096}). Fields that can't be parsed
 * count as not sent, since many requests are modified in transit.
 *
 * @param instructionSet the best known instruction set; null when it was not sent
 * @param memoryMegabytes installed memory in MB; null when it was not sent or is no number
 * @param jaws whether an incompatible version of the JAWS screen reader runs; null when unknown
 */
public record SystemCapabilities(
        @Nullable String instructionSet,
        @Nullable Long memoryMegabytes,
        @Nullable Boolean jaws) {

    /** Capabilities for a URL without a segment for them: the instruction set counts as empty. */
    public static final SystemCapabilities NOT_ASKED = new SystemCapabilities("", null, null);

    /** Capabilities of a client whose segment can't be parsed. */
    private static final SystemCapabilities UNREADABLE = new SystemCapabilities(null, null, null);

    /** Shortest segment that can't be parsed: three unlabelled fields. */
    private static final String UNREADABLE_SEGMENT = ",,";

    private static final String LABELLED = "ISET:";
    /** Largest number of digits that always fits into a long. */
    private static final int MOST_DIGITS = 18;

    /** Parses the segment; never fails. */
    public static SystemCapabilities parse(String segment) {
        return segment.startsWith(LABELLED) ? parseLabelled(segment) : parseUnlabelled(segment);
    }

    /**
     * Returns the segment of a URL with these capabilities, in the labelled form where they can be
     * parsed.
     */
    String segment() {
        if (equals(UNREADABLE)) {
            return UNREADABLE_SEGMENT;
        }
        StringBuilder segment = new StringBuilder(LABELLED).append(instructionSet == null ? "" : instructionSet);
        if (memoryMegabytes != null) {
            segment.append(",MEM:").append(memoryMegabytes);
        }
        if (jaws != null) {
            segment.append(",JAWS:").append(jaws ? 1 : 0);
        }
        return segment.toString();
    }

    private static SystemCapabilities parseLabelled(String segment) {
        String instructionSet = null;
        Long memory = null;
        Boolean jaws = null;
        for (String field : segment.split(",", -1)) {
            int colon = field.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String value = field.substring(colon + 1);
            switch (field.substring(0, colon)) {
                case "ISET" -> instructionSet = value;
                case "MEM" -> memory = integer(value);
                case "JAWS" -> {
                    Long number = integer(value);
                    jaws = number == null ? null : number != 0;
                }
                default -> {}
            }
        }
        return new SystemCapabilities(instructionSet, memory, jaws);
    }

    private static SystemCapabilities parseUnlabelled(String segment) {
        String[] fields = segment.split(",", -1);
        return switch (fields.length) {
            case 1 -> new SystemCapabilities(fields[0], null, null);
            case 2 -> new SystemCapabilities(fields[0], integer(fields[1]), null);
            default -> UNREADABLE;
        };
    }

    private static @Nullable Long integer(String text) {
        try {
            if (text.length() <= MOST_DIGITS) {
                return Long.valueOf(text.strip());
            }
            return new BigInteger(text.strip())
                    .min(BigInteger.valueOf(Long.MAX_VALUE))
                    .max(BigInteger.valueOf(Long.MIN_VALUE))
                    .longValue();
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
