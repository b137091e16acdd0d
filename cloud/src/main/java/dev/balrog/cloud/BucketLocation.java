// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.ObjectStoreException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Location of objects in a cloud.
 *
 * @param scheme URL scheme of the cloud, such as {@code s3}
 * @param bucket name of the bucket
 * @param prefix prefix of the keys of all objects; empty, or ends with a slash
 */
record BucketLocation(String scheme, String bucket, String prefix) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    /**
     * Parses {@code bucket[/prefix]}.
     *
     * @throws IllegalArgumentException when the name of the bucket is invalid
     */
    static BucketLocation parse(String scheme, String text) {
        int slash = text.indexOf('/');
        String bucket = slash < 0 ? text : text.substring(0, slash);
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        if (!NAME.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "The name of a bucket has at least three characters, which are lower-case"
                            + " letters, digits, dots, dashes and underscores; the first and the last one are letters or"
                            + " digits");
        }
        return new BucketLocation(scheme, bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /** Returns the key of an object in the bucket. */
    String key(String name) {
        return prefix + name;
    }

    /** Returns the name of an object, without the prefix. */
    String name(String key) {
        return key.substring(prefix.length());
    }

    /** Calls the cloud and converts exceptions to one-line errors that name the bucket. */
    <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    ObjectStoreException failure(Exception error) {
        String message = String.valueOf(error.getMessage());
        return new ObjectStoreException(
                this + ": " + message.lines().findFirst().orElse(message).strip(), error);
    }

    @Override
    public String toString() {
        return scheme + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
