package se.budkavle.notifier.views;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param exact what has that id itself; on the first page only
 * @param items messages that others gave that id, newest first
 * @param next where they go on; null: that was all
 */
record SearchAnswer(
        List<SearchHit> exact,
        List<SearchHit> items,
        @Nullable String next) {

    /** Copies. */
    SearchAnswer {
        exact = List.copyOf(exact);
        items = List.copyOf(items);
    }

    static SearchAnswer of(List<SearchHit> exact, Slice<SearchHit> found) {
        return new SearchAnswer(
                exact, found.items(), found.next() == null ? null : found.next().toString());
    }

    private Slice<SearchHit> slice() {
        return new Slice<>(items, Position.parse(next));
    }

    /** Makes one of the answers of several instances. */
    static SearchAnswer merge(List<SearchAnswer> answers, int limit) {
        Stream<SearchHit> exact = answers.stream().flatMap(answer -> answer.exact().stream());
        return of(
                exact.toList(),
                Slice.merge(answers.stream().map(SearchAnswer::slice).toList(), limit));
    }
}
