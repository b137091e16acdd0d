// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

/** Kind of object with its own scheduled changes API. For v2 releases, see {@link dev.balrog.client.release.Releases}. */
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

    /** Returns the path segment in the API. */
    public String path() {
        return path;
    }
}
