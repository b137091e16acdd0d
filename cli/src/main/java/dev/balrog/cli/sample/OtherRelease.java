// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Release that is not an app release: desupport, media plugins, system add-ons, superblobs, the VPN
 * client.
 *
 * @param product product of the release
 * @param table table that stores it: {@code releases} or {@code releases_json}
 * @param data the release
 */
record OtherRelease(String product, String table, ObjectNode data) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String OLD = "releases";
    private static final String NEW = "releases_json";
    private static final List<String> PLUGIN_PLATFORMS = List.of(
            "WINNT_x86_64-msvc",
            "WINNT_x86-msvc",
            "WINNT_aarch64-msvc-aarch64",
            "Darwin_x86_64-gcc3-u-i386-x86_64",
            "Darwin_aarch64-gcc3",
            "Linux_x86_64-gcc3",
            "Linux_x86-gcc3");

    /** Returns the row of the table. */
    ObjectNode row() {
        ObjectNode row = JSON.objectNode();
        row.set("name", data.get("name"));
        row.put("product", product);
        row.put("read_only", false);
        row.set("data", data);
        row.put("data_version", 1);
        return row;
    }

    /** Returns all such releases of the sample. */
    static List<OtherRelease> all(Noise noise) {
        return List.of(
                desupport("Firefox-desupport-windows-xp", "52.9.0esr", OLD),
                desupport("Firefox-desupport-macos-10.8", "48.0.2", OLD),
                desupport("Firefox-desupport-powerpc", "3.6.28", NEW),
                plugin("OpenH264", "gmp-gmpopenh264", "2.3.1", "http://ciscobinary.openh264.org/openh264-", noise),
                plugin("OpenH264", "gmp-gmpopenh264", "2.6.0", "http://ciscobinary.openh264.org/openh264-", noise),
                plugin(
                        "Widevine",
                        "gmp-widevinecdm",
                        "4.10.2891.0",
                        "https://redirector.gvt1.com/edgedl/widevine-cdm/",
                        noise),
                superblob("GMP", "GMP-superblob", "products", List.of("OpenH264", "Widevine")),
                addon("reader-fix@example.org", "1.0.3", noise),
                addon("site-compatibility@example.org", "140.2.0", noise),
                superblob(
                        "SystemAddons",
                        "SystemAddons-release-superblob",
                        "blobs",
                        List.of("SystemAddons-reader-fix-1.0.3", "SystemAddons-site-compatibility-140.2.0")),
                uninstall(),
                guardian("FirefoxVPN-2.27.0", "2.27.0", false, noise),
                guardian("FirefoxVPN-2.28.0", "2.28.0", true, noise));
    }

    private static ObjectNode head(String name, int schema) {
        return JSON.objectNode().put("name", name).put("schema_version", schema);
    }

    private static OtherRelease desupport(String name, String lastVersion, String table) {
        ObjectNode data = head(name, 50)
                .put("detailsUrl", "https://support.mozilla.org/%LOCALE%/kb/unsupported?os=%OS%&version=%VERSION%")
                .put("displayVersion", lastVersion);
        return new OtherRelease("Firefox", table, data);
    }

    /**
     * Creates the release of a media plugin.
     *
     * @param addon name of the plugin in Firefox (GMPUtils.sys.mjs), which discards any other name
     */
    private static OtherRelease plugin(String vendor, String addon, String version, String urlStem, Noise noise) {
        ObjectNode data = head(vendor + '-' + version, 1000).put("hashFunction", "sha512");
        ObjectNode described = data.putObject("vendors").putObject(addon);
        described.put("version", version);
        ObjectNode platforms = described.putObject("platforms");
        for (String buildTarget : PLUGIN_PLATFORMS) {
            putFile(platforms.putObject(buildTarget), urlStem + version + '-' + buildTarget + ".zip", noise);
        }
        platforms.putObject("WINNT_x86_64-msvc-x64").put("alias", "WINNT_x86_64-msvc");
        platforms.putObject("WINNT_x86-msvc-x86").put("alias", "WINNT_x86-msvc");
        return new OtherRelease(vendor, NEW, data);
    }

    private static OtherRelease superblob(String product, String name, String kind, List<String> parts) {
        ObjectNode data = head(name, 4000);
        var names = data.putArray(kind);
        parts.forEach(names::add);
        return new OtherRelease(product, NEW, data);
    }

    private static OtherRelease addon(String id, String version, Noise noise) {
        String stem = id.substring(0, id.indexOf('@'));
        ObjectNode data = head("SystemAddons-" + stem + '-' + version, 5000).put("hashFunction", "sha512");
        ObjectNode described = data.putObject("addons").putObject(id);
        described.put("version", version);
        String url = "https://archive.mozilla.org/pub/system-addons/" + stem + '/' + stem + '-' + version + ".xpi";
        putFile(described.putObject("platforms").putObject("default"), url, noise);
        return new OtherRelease("SystemAddons", OLD, data);
    }

    private static OtherRelease uninstall() {
        ObjectNode data =
                head("SystemAddons-none", 5000).put("hashFunction", "sha512").put("uninstall", true);
        return new OtherRelease("SystemAddons", NEW, data);
    }

    private static OtherRelease guardian(String name, String version, boolean required, Noise noise) {
        ObjectNode data = head(name, 10_000)
                .put("product", "FirefoxVPN")
                .put("version", version)
                .put("required", required)
                .put("hashFunction", "sha512");
        ObjectNode platforms = data.putObject("platforms");
        String directory = "https://archive.mozilla.org/pub/vpn/releases/" + version;
        putUnsizedFile(platforms.putObject("WINNT_x86_64"), directory + "/windows/vpn-" + version + ".msi", noise);
        putUnsizedFile(platforms.putObject("Darwin_x86"), directory + "/mac/vpn-" + version + ".pkg", noise);
        return new OtherRelease("FirefoxVPN", NEW, data);
    }

    private static void putFile(ObjectNode file, String url, Noise noise) {
        file.put("filesize", 400_000 + noise.random(url).nextInt(8_000_000));
        putUnsizedFile(file, url, noise);
    }

    private static void putUnsizedFile(ObjectNode file, String url, Noise noise) {
        SplittableRandom random = noise.random("hash of " + url);
        file.put("fileUrl", url).put("hashValue", Noise.sha512(random));
    }
}
