package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of dead letters, newest first.
 *
 * @param items those that were wanted
 * @param next as far as was looked; null: to the end
 */
record DeadLetterSlice(List<DeadLetterItem> items, @Nullable DeadLetterPosition next) {

    DeadLetterSlice {
        items = List.copyOf(items);
    }

    /** Makes one of several that begin at the same place: as far as all of them were looked at. */
    static DeadLetterSlice merge(List<DeadLetterSlice> slices, int limit) {
        DeadLetterPosition lookedAt = slices.stream()
                .map(DeadLetterSlice::next)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        List<DeadLetterItem> items = new ArrayList<>(slices.stream()
                .flatMap(slice -> slice.items().stream())
                .filter(item -> lookedAt == null || item.position().compareTo(lookedAt) <= 0)
                .sorted(Comparator.comparing(DeadLetterItem::position))
                .toList());
        if (items.size() <= limit) {
            return new DeadLetterSlice(items, lookedAt);
        }
        List<DeadLetterItem> page = items.subList(0, limit);
        return new DeadLetterSlice(page, page.getLast().position());
    }
}
