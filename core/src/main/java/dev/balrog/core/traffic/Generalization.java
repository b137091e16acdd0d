// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Steps by which requests are made alike, each with what the former ones do. */
enum Generalization {
    /** The installed memory to a power of two, the operating system to two parts of its version. */
    HARDWARE,
    /** Without partner, distribution and pin. */
    CLIENT;

    private static final Pattern MAJOR_AND_MINOR = Pattern.compile("\\D*\\d+(?:\\.\\d+)?");
    private static final String DEFAULT_DISTRIBUTION = "default";

    /** Returns the request as one that less is known of; empty where no URL has it. */
    Optional<NormalizedRequest> of(NormalizedRequest request) {
        return of(request.target());
    }

    /**
     * Returns a request as one that less is known of; empty where no URL has it.
     *
     * @param target a request that has a canonical form
     */
    Optional<NormalizedRequest> of(UpdateTarget target) {
        UpdateTarget general = target.with(this::generalize);
        return general.request().channel().isEmpty()
                ? Optional.empty()
                : Optional.of(NormalizedRequest.trusted(general));
    }

    private UpdateRequest generalize(UpdateRequest request) {
        boolean hardware = this == HARDWARE;
        return new UpdateRequest(
                request.product(),
                request.version(),
                request.buildId(),
                request.buildTarget(),
                request.locale(),
                hardware ? request.channel() : request.fallbackChannel(),
                majorAndMinor(request.osVersion()),
                withRoundMemory(request.capabilities()),
                hardware ? request.distribution() : generalDistribution(request.distribution()),
                hardware ? request.distributionVersion() : generalDistribution(request.distributionVersion()),
                request.headerArchitecture(),
                request.force(),
                request.mig64(),
                hardware ? request.pin() : null);
    }

    private static @Nullable String majorAndMinor(@Nullable String operatingSystem) {
        if (operatingSystem == null) {
            return null;
        }
        Matcher start = MAJOR_AND_MINOR.matcher(operatingSystem);
        return start.lookingAt() ? start.group() : operatingSystem;
    }

    private static SystemCapabilities withRoundMemory(SystemCapabilities capabilities) {
        Long megabytes = capabilities.memoryMegabytes();
        return megabytes == null
                ? capabilities
                : new SystemCapabilities(capabilities.instructionSet(), round(megabytes), capabilities.jaws());
    }

    /** Returns the nearest power of two: clients report somewhat less than is installed. */
    private static long round(long megabytes) {
        long lower = Long.highestOneBit(Math.max(1, megabytes));
        return megabytes - lower > lower / 2 ? lower * 2 : lower;
    }

    private static @Nullable String generalDistribution(@Nullable String distribution) {
        return distribution == null ? null : DEFAULT_DISTRIBUTION;
    }
}
