// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.MozillaVersion;
import dev.balrog.core.version.PinVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Release of an application such as Firefox: builds for platforms and locales, with their update
 * files (schema versions 1 to 9).
 */
public final class AppRelease implements XmlRelease {
    private final String name;
    private final AppReleaseFormat format;
    private final @Nullable String hashFunction;
    private final Map<String, String> topLevel;
    private final Platforms platforms;
    private final FileUrls fileUrls;
    private final UpdateLine updateLine;

    private AppRelease(
            String name,
            AppReleaseFormat format,
            @Nullable String hashFunction,
            Map<String, String> topLevel,
            Platforms platforms,
            FileUrls fileUrls,
            UpdateLine updateLine) {
        this.name = name;
        this.format = format;
        this.hashFunction = hashFunction;
        this.topLevel = topLevel;
        this.platforms = platforms;
        this.fileUrls = fileUrls;
        this.updateLine = updateLine;
    }

    static AppRelease of(String name, JsonNode json, AppReleaseFormat format) {
        return new AppRelease(
                name,
                format,
                Json.text(json, "hashFunction"),
                Platforms.versionFields(json),
                Platforms.of(json.path("platforms"), format.patches),
                FileUrls.of(json, format.urls),
                UpdateLine.of(json, format));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> partialSources() {
        return platforms.partialSources();
    }

    @Override
    public Serving serving(UpdateRequest request) {
        String locale = request.locale();
        String buildId = request.buildId();
        if (locale == null || buildId == null) {
            return Serving.NO;
        }
        String applicationVersion = versionField(request, format.applicationVersionField());
        if (applicationVersion == null || applicationVersion.isEmpty()) {
            return Serving.NO;
        }
        MozillaVersion offered = offeredVersion(applicationVersion);
        int order = MozillaVersion.compare(offered, VersionScheme.parseMozilla(request.version()));
        if (order < 0) {
            return Serving.NO;
        }
        if (order == 0 && buildId.compareTo(platforms.buildId(request.buildTarget(), locale)) >= 0) {
            return Serving.NO;
        }
        if (!platforms.contains(request.buildTarget())) {
            return Serving.NO;
        }
        String pin = request.pin();
        return pin != null && PinVersion.parse(pin).isBefore(offered) ? Serving.PAST_PIN : Serving.YES;
    }

    @Override
    public Optional<OfferedBuild> build(UpdateRequest request) {
        String version = versionField(request, format.applicationVersionField());
        Platforms.LocaleBuild build = platforms.findBuild(request.buildTarget(), String.valueOf(request.locale()));
        if (version == null || build == null) {
            return Optional.empty();
        }
        String buildId =
                build.buildId() == null ? platforms.get(request.buildTarget()).buildId() : build.buildId();
        return Optional.of(new OfferedBuild(version, buildId));
    }

    @Override
    public ResponseSpace responses() {
        UpdateLine.Conditions conditions = updateLine.conditions();
        Set<String> versions = new TreeSet<>(conditions.versions());
        versions.add(ResponseSpace.OLDEST_VERSION);
        Set<String> buildIds = new TreeSet<>(conditions.buildIds());
        buildIds.add(ResponseSpace.OLDEST_BUILD);
        return new ResponseSpace(
                platforms.variants(),
                fileUrls.channels(conditions.channels()),
                versions,
                buildIds,
                platforms.partialSources(),
                conditions.locales());
    }

    private static MozillaVersion offeredVersion(String version) {
        try {
            return VersionScheme.parseMozilla(version);
        } catch (BadDataException e) {
            throw new BadReleaseException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void writeHeader(XmlAnswer xml, Offer offer) {
        updateLine.write(xml, offer, platforms, field -> versionField(offer.request(), field));
    }

    @Override
    public void writeUpdates(XmlAnswer xml, Offer offer) {
        UpdateRequest request = offer.request();
        Platforms.LocaleBuild build = platforms.getBuild(request.buildTarget(), String.valueOf(request.locale()));
        writeFirst(xml, offer, PatchType.COMPLETE, build.completes());
        writeFirst(xml, offer, PatchType.PARTIAL, build.partials());
    }

    @Override
    public void writeFooter(XmlAnswer xml, Offer offer) {
        xml.line("    </update>");
    }

    private enum PatchType {
        COMPLETE("complete"),
        PARTIAL("partial");

        final String attributeValue;

        PatchType(String attributeValue) {
            this.attributeValue = attributeValue;
        }

        String key(AppReleaseFormat.Patches patches) {
            return this == COMPLETE ? patches.completeKey : patches.partialKey;
        }
    }

    /** Writes the first patch that the request can be given. */
    private void writeFirst(XmlAnswer xml, Offer offer, PatchType type, List<Patch> patches) {
        for (Patch patch : patches) {
            String url = url(offer, type, patch);
            if (url != null) {
                write(xml, type, patch, url);
                return;
            }
        }
    }

    /**
     * Returns the URL of the patch for the request; null when the request can't be given the patch.
     */
    private @Nullable String url(Offer offer, PatchType type, Patch patch) {
        UpdateRequest request = offer.request();
        String source = Required.field(patch.source(), "from", name);
        if (!fits(request, source, offer)) {
            return null;
        }
        String url = patch.url();
        if (url == null) {
            Platforms.Platform platform = platforms.get(request.buildTarget());
            url = fileUrls.url(request, platform, type.key(format.patches), source);
        }
        if (url == null) {
            // A partial update falls back to the complete one, which has no fallback.
            if (type == PatchType.PARTIAL) {
                return null;
            }
            throw new BadReleaseException("Couldn't find fileUrl");
        }
        String forced = offer.policy().withForce(url, request.force());
        return offer.policy().allows(forced, request) ? forced : null;
    }

    /** Returns whether the client has a build of the release that a patch updates from. */
    private boolean fits(UpdateRequest request, String source, Offer offer) {
        if (source.equals(Patch.ANY_SOURCE)) {
            return true;
        }
        KnownBuilds builds = offer.builds().apply(source);
        return builds != null
                && builds.contains(request.buildId(), platforms.synonyms(request.buildTarget()), request.locale());
    }

    private void write(XmlAnswer xml, PatchType type, Patch patch, String url) {
        xml.line("        <patch")
                .attribute("type", type.attributeValue)
                .attribute("URL", url)
                .attribute("hashFunction", Required.field(hashFunction, "hashFunction", name))
                .attribute("hashValue", Required.field(patch.hashValue(), "hashValue", name))
                .attribute("size", Required.field(patch.size(), "filesize", name));
        if (format.hasInclusionProofs() && patch.inclusionProof() != null) {
            xml.attribute("binTransInclusionProof", patch.inclusionProof());
        }
        xml.append("/>");
    }

    /** Returns a version field of the locale, else of the release; null when neither has it. */
    private @Nullable String versionField(UpdateRequest request, String field) {
        Platforms.LocaleBuild build = platforms.findBuild(request.buildTarget(), String.valueOf(request.locale()));
        String own = build == null ? null : build.versions().get(field);
        return own == null ? topLevel.get(field) : own;
    }
}
