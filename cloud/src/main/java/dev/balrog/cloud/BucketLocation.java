// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import dev.balrog.store.history.ObjectStoreException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where in a cloud objects are.
 *
 * @param scheme of the cloud, as in {@code s3}
 * @param bucket the bucket's name
 * @param prefix what the names of all objects begin with there; empty, or ends in a slash
 */
record BucketLocation(String scheme, String bucket, String prefix) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    /**
     * Reads {@code bucket[/prefix]}.
     *
     * @throws IllegalArgumentException when there can't be such a bucket
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

    /** What the bucket calls an object. */
    String key(String name) {
        return prefix + name;
    }

    /** What we call an object of the bucket. */
    String name(String key) {
        return key.substring(prefix.length());
    }

    /** Calls the cloud; whatever it throws becomes an error of one line that names the bucket. */
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
