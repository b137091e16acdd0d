// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import dev.balrog.cli.sample.AppRelease.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * Hand-written app releases of the sample: a year of release trains, and the watersheds before it.
 */
final class Catalog {
    private final List<String> locales;
    private final List<AppRelease> releases = new ArrayList<>();

    private Catalog(int locales) {
        this.locales = Locales.first(locales);
    }

    /** Returns all releases, each with this number of locales. */
    static List<AppRelease> of(int locales) {
        Catalog catalog = new Catalog(locales);
        catalog.addWatersheds();
        catalog.addFirefox();
        catalog.addOthers();
        return List.copyOf(catalog.releases);
    }

    private void addWatersheds() {
        AppRelease eleven = add(old("11.0", "20120312181643", Format.SCHEMA_3, List.of()));
        add(old("12.0", "20120420145725", Format.SCHEMA_3, List.of(eleven)));
        AppRelease fortySeven = add(old("47.0.2", "20161031133903", Format.SCHEMA_4, List.of()));
        add(old("56.0.2", "20171024165158", Format.SCHEMA_4, List.of(fortySeven)));
        add(release("Firefox", "72.0.2", "20200117190643", List.of()).asReadOnly());
        AppRelease last = add(release("Firefox", "115.24.0esr", "20250519124515", List.of()));
        add(release("Firefox", "115.25.0esr", "20250616143802", List.of(last)));
    }

    private void addFirefox() {
        AppRelease lastOfBefore = add(release("Firefox", "139.0.4", "20250609163029", List.of()));
        AppRelease first = add(release("Firefox", "140.0", "20250623114531", List.of(lastOfBefore)));
        AppRelease second = add(release("Firefox", "140.0.1", "20250627130212", List.of(first, lastOfBefore)));
        add(release("Firefox", "140.0.2", "20250707120619", List.of(second, first, lastOfBefore)));
        AppRelease betaOne = add(release("Firefox", "141.0b1", "20250623090241", List.of()));
        AppRelease betaTwo = add(release("Firefox", "141.0b2", "20250625091106", List.of(betaOne)));
        add(release("Firefox", "141.0b3", "20250627091448", List.of(betaTwo, betaOne)));
        AppRelease esr = add(release("Firefox", "128.11.0esr", "20250519130411", List.of()));
        add(release("Firefox", "128.12.0esr", "20250616150033", List.of(esr)));
        addNightlies("Firefox", "Firefox-mozilla-central-nightly");
    }

    private void addOthers() {
        AppRelease developers = add(release("Devedition", "141.0b2", "20250625091122", List.of()));
        add(release("Devedition", "141.0b3", "20250627091502", List.of(developers)));
        AppRelease mail = add(release("Thunderbird", "139.0.2", "20250605135501", List.of()));
        add(release("Thunderbird", "140.0", "20250630153344", List.of(mail)));
        add(release("Thunderbird", "141.0b1", "20250701101730", List.of()));
        AppRelease mailEsr = add(release("Thunderbird", "128.11.1esr", "20250604110520", List.of()));
        add(release("Thunderbird", "128.12.0esr", "20250623142206", List.of(mailEsr)));
        addNightlies("Thunderbird", "Thunderbird-comm-central-nightly");
    }

    private void addNightlies(String product, String stem) {
        AppRelease twoDaysAgo = add(nightly(product, stem + "-20250706093412", "20250706093412", List.of()));
        AppRelease yesterday = add(nightly(product, stem + "-20250707092855", "20250707092855", List.of(twoDaysAgo)));
        add(nightly(product, stem + "-latest", "20250708093140", List.of(yesterday, twoDaysAgo)));
    }

    private AppRelease add(AppRelease release) {
        releases.add(release);
        return release;
    }

    private AppRelease old(String version, String buildId, Format format, List<AppRelease> partialsFrom) {
        String name = "Firefox-" + version + "-build1";
        return new AppRelease(
                "Firefox", name, version, version, buildId, format, Platform.FORMERLY, locales, partialsFrom, true);
    }

    private AppRelease release(String product, String fileVersion, String buildId, List<AppRelease> partialsFrom) {
        return new AppRelease(
                product,
                product + '-' + fileVersion + "-build1",
                fileVersion.replaceFirst("esr$|b[0-9]+$", ""),
                fileVersion,
                buildId,
                Format.SCHEMA_9,
                Platform.TODAY,
                locales,
                partialsFrom,
                false);
    }

    private AppRelease nightly(String product, String name, String buildId, List<AppRelease> partialsFrom) {
        return new AppRelease(
                product,
                name,
                "142.0a1",
                "142.0a1",
                buildId,
                Format.SCHEMA_9_NIGHTLY,
                Platform.TODAY,
                locales,
                partialsFrom,
                false);
    }
}
