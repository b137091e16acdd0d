// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.List;
import java.util.Optional;

/**
 * Object store, such as a bucket in a cloud. Object names are arbitrary strings; slashes have no
 * special meaning. Reads are strongly consistent across processes. Every method fails with an
 * {@link ObjectStoreException} within about half a minute when the store is unreachable or rejects
 * the request. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * Stores an object atomically; replaces an existing one of the same name.
     *
     * @throws ObjectStoreException when the store fails; the object may nevertheless have been
     *     stored
     */
    void put(String name, byte[] content);

    /**
     * Returns the content of an object; empty when there is no such object.
     *
     * @throws ObjectStoreException when the store fails
     */
    Optional<byte[]> get(String name);

    /**
     * Returns the names of all objects with a prefix, sorted.
     *
     * @throws ObjectStoreException when the store fails
     */
    default List<String> list(String prefix) {
        return list(prefix, Integer.MAX_VALUE);
    }

    /**
     * Returns the first names of objects with a prefix, sorted, up to a maximum. Requests no more
     * pages than that takes from a store with paged listings.
     *
     * @throws ObjectStoreException when the store fails
     */
    List<String> list(String prefix, int most);

    /** Returns the location of the store for messages, without credentials. */
    String description();

    @Override
    void close();
}
