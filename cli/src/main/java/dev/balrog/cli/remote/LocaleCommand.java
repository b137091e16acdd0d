// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.remote;

import dev.balrog.cli.options.CommandGroup;
import dev.balrog.client.BalrogClient;
import dev.balrog.client.error.PreparedRequest;
import dev.balrog.client.release.LocaleSubmission;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Commands for locales of releases. */
@Command(
        name = "locale",
        description = "Submit builds of locales to releases.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = LocaleCommand.Submit.class)
public final class LocaleCommand extends CommandGroup {

    @Command(
            name = "submit",
            description = {
                "Submit a locale's build for a platform to a release, which is created if missing.",
                "Any number of builds can be submitted to one release concurrently."
            })
    static final class Submit extends ChangeCommand {
        @Parameters(index = "0", paramLabel = ReleaseCommand.RELEASE, description = ReleaseCommand.NAME)
        private String release;

        @Parameters(index = "1", paramLabel = "PLATFORM", description = "Build target, such as Linux_x86_64-gcc3.")
        private String platform;

        @Parameters(index = "2", paramLabel = "LOCALE", description = "Locale, such as de.")
        private String locale;

        @Parameters(
                index = "3",
                paramLabel = "FILE",
                description = "JSON file with the release's content for this locale, such as buildID and completes.")
        private Path file;

        @Option(names = "--product", paramLabel = "PRODUCT", required = true, description = "Product of the release.")
        private String product;

        @Option(
                names = "--schema-version",
                paramLabel = "NUMBER",
                required = true,
                description = "Schema version of the release, such as 9.")
        private int schemaVersion;

        @Option(
                names = "--hash-function",
                paramLabel = "NAME",
                description = "Hash function of the release's files, such as sha512.")
        private @Nullable String hashFunction;

        @Option(
                names = "--alias",
                paramLabel = "PLATFORM",
                split = ",",
                description = "Aliases of the platform, separated by commas; with --api v1 only.")
        private @Nullable List<String> aliases;

        @Mixin
        private ReleaseApi api;

        private LocaleSubmission submission() {
            return new LocaleSubmission(
                    release,
                    platform,
                    locale,
                    Converters.object(file),
                    product,
                    schemaVersion,
                    hashFunction,
                    aliases == null ? List.of() : aliases);
        }

        @Override
        int change(BalrogClient client, Output out) {
            String what = locale + " for " + platform + " is in release " + release;
            if (api.isV1()) {
                long version = client.releasesV1().submitLocale(submission());
                out.done(what + ", data version " + version + ".", Shapes.of("new_data_version", version));
            } else {
                ReleaseCommand.print(out, what, client.releases().submitLocale(submission()));
            }
            return ExitCode.OK;
        }

        @Override
        JsonNode current(BalrogClient client) {
            return ifThere(
                    () -> client.releasesV1().locale(release, platform, locale).content());
        }

        @Override
        List<Difference> differences(JsonNode current, PreparedRequest request) {
            return Difference.setting(current, Converters.object(file));
        }
    }
}
