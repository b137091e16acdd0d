// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.http.ClientSettings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Deletes an object that was read, unless it changes meanwhile. An object that is already gone
 * counts as deleted.
 */
public final class Deletion<S> implements OptimisticUpdate<Optional<S>, Boolean> {
    private final Supplier<S> get;
    private final Consumer<S> delete;
    private boolean tried;

    private Deletion(Supplier<S> get, Consumer<S> delete) {
        this.get = get;
        this.delete = delete;
    }

    public static <S> void run(Supplier<S> get, Consumer<S> delete, ClientSettings settings) {
        OptimisticUpdate.run(new Deletion<>(get, delete), settings);
    }

    @Override
    public Optional<S> read() {
        try {
            return Optional.of(get.get());
        } catch (ApiException e) {
            if (tried && e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Boolean change(Optional<S> state) {
        tried = true;
        try {
            delete.accept(state.orElseThrow());
        } catch (ApiException e) {
            // The object existed before: an earlier attempt may have succeeded without a response.
            if (!e.isNotFound()) {
                throw e;
            }
        }
        return true;
    }

    @Override
    public Optional<Boolean> outcome(Optional<S> now) {
        return now.isEmpty() ? Optional.of(true) : Optional.empty();
    }

    @Override
    public boolean stillMakesSense(Optional<S> first, Optional<S> now) {
        return first.equals(now);
    }
}
