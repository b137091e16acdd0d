// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;

/**
 * Platform of application builds.
 *
 * @param buildTarget name in requests
 * @param bouncer name in the URLs of the download redirector
 * @param ftp name in the paths of the archive
 * @param aliases other names in requests that get the same files
 */
record Platform(String buildTarget, String bouncer, String ftp, List<String> aliases) {
    private static final Platform WINDOWS_32 =
            new Platform("WINNT_x86-msvc", "win", "win32", List.of("WINNT_x86-msvc-x86", "WINNT_x86-msvc-x64"));
    private static final Platform WINDOWS_64 =
            new Platform("WINNT_x86_64-msvc", "win64", "win64", List.of("WINNT_x86_64-msvc-x64"));
    private static final Platform MAC = new Platform(
            "Darwin_x86_64-gcc3-u-i386-x86_64",
            "osx",
            "mac",
            List.of("Darwin_x86_64-gcc3", "Darwin_aarch64-gcc3", "Darwin_x86-gcc3-u-i386-x86_64"));
    private static final Platform LINUX_32 = new Platform("Linux_x86-gcc3", "linux", "linux-i686", List.of());
    private static final Platform LINUX_64 = new Platform("Linux_x86_64-gcc3", "linux64", "linux-x86_64", List.of());

    /** Platforms of current builds. */
    static final List<Platform> TODAY = List.of(
            WINDOWS_64,
            WINDOWS_32,
            MAC,
            LINUX_64,
            LINUX_32,
            new Platform("WINNT_aarch64-msvc-aarch64", "win64-aarch64", "win64-aarch64", List.of()),
            new Platform("Linux_aarch64-gcc3", "linux64-aarch64", "linux-aarch64", List.of()),
            new Platform("Linux_x86_64-gcc3-asan", "linux64-asan", "linux-x86_64-asan", List.of()));

    /** Platforms of builds from ten years ago. */
    static final List<Platform> FORMERLY = List.of(WINDOWS_32, MAC, LINUX_64, LINUX_32);

    /** Platforms of branch builds, for which one is enough. */
    static final List<Platform> BRANCH = List.of(WINDOWS_64);
}
