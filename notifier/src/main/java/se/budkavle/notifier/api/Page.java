package se.budkavle.notifier.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param items in the list's order
 * @param next where it goes on; null: that was all
 * @param <T> the items' type
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** Copies. */
    public Page {
        items = List.copyOf(items);
    }
}
