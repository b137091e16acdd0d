// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/** What changes can be scheduled of one by one. Those of releases of the v2 API are {@link Releases}' business. */
public enum ObjectKind {
    RULE("rules"),
    RELEASE("releases"),
    PERMISSION("permissions"),
    USER_ROLE("user_roles"),
    SHUTOFF("emergency_shutoff"),
    PRODUCT_SIGNOFF("required_signoffs/product"),
    PERMISSION_SIGNOFF("required_signoffs/permissions"),
    PIN("pinnable_releases");

    private final String path;

    ObjectKind(String path) {
        this.path = path;
    }

    /** What the API calls them in its paths. */
    public String path() {
        return path;
    }
}
