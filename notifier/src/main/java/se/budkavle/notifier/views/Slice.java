package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first where nothing else is said.
 *
 * @param items those that were wanted
 * @param next as far as was looked; null: to the end
 * @param <T> what is listed
 */
record Slice<T extends Slice.Item>(List<T> items, @Nullable Position next) {

    /** Something that is listed. */
    interface Item {

        /** Its place in the list. */
        Position position();
    }

    Slice {
        items = List.copyOf(items);
    }

    /** Makes one of several that begin at the same place: as far as all of them were looked at. */
    static <T extends Item> Slice<T> merge(List<Slice<T>> slices, int limit) {
        return merge(slices, limit, Comparator.naturalOrder());
    }

    /** The same of lists in that order. */
    static <T extends Item> Slice<T> merge(List<Slice<T>> slices, int limit, Comparator<Position> order) {
        Position lookedAt = slices.stream()
                .map(Slice::next)
                .filter(Objects::nonNull)
                .min(order)
                .orElse(null);
        List<T> items = new ArrayList<>(slices.stream()
                .flatMap(slice -> slice.items().stream())
                .filter(item -> lookedAt == null || order.compare(item.position(), lookedAt) <= 0)
                .sorted(Comparator.comparing(Item::position, order))
                .toList());
        if (items.size() <= limit) {
            return new Slice<>(items, lookedAt);
        }
        List<T> page = items.subList(0, limit);
        return new Slice<>(page, page.getLast().position());
    }
}
