// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.List;
import java.util.Optional;

/**
 * Objects by name, such as a bucket of a cloud holds. A name is any text; slashes in it have no meaning of their own.
 * What was put is found at once, by every process. Every method gives up within half a minute or so, with an
 * {@link ObjectStoreException}, when the store can't be reached or refuses. Safe for use by many threads.
 */
public interface ObjectStore extends AutoCloseable {

    /**
     * Stores an object, all of it or nothing; one of the same name is replaced.
     *
     * @throws ObjectStoreException when the store fails; the object may have been stored nevertheless
     */
    void put(String name, byte[] content);

    /**
     * The content of an object; empty when there is no such object.
     *
     * @throws ObjectStoreException when the store fails
     */
    Optional<byte[]> get(String name);

    /**
     * The names of all objects that begin with a prefix, sorted.
     *
     * @throws ObjectStoreException when the store fails
     */
    default List<String> list(String prefix) {
        return list(prefix, Integer.MAX_VALUE);
    }

    /**
     * The names of objects that begin with a prefix, sorted; where there are more than so many, only the first ones. A
     * store that lists page by page is not asked for more pages than that takes.
     *
     * @throws ObjectStoreException when the store fails
     */
    List<String> list(String prefix, int most);

    /** Where it is, for messages; without credentials. */
    String description();

    @Override
    void close();
}
