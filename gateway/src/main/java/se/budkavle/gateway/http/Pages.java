package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;

/** Pages of lists: {@code {"items": [...], "next": "<cursor>"}}. */
final class Pages {

    private Pages() {}

    /**
     * One page.
     *
     * @param items the items
     * @param next cursor of the next page; null at the end
     */
    record Page<T>(List<T> items, @Nullable String next) {}

    /** {@return the position asked for, null for the beginning} */
    static @Nullable String after(Query query, Caller caller, String list) {
        var cursor = query.text("after");
        if (cursor == null) {
            return null;
        }
        var position = Cursors.unwrap(caller.organisation(), list, cursor).orRefuse();
        return position.isEmpty() ? null : position;
    }

    /** {@return the page with its cursor bound to tenant and list} */
    static ObjectNode bound(ObjectNode page, Caller caller, String list) {
        var next = page.get("next");
        if (next != null && next.isTextual()) {
            page.put("next", Cursors.wrap(caller.organisation(), list, next.textValue()));
        }
        return page;
    }

    /** {@return a page of one entry more than asked for, cut; the key of the last one shown is the position} */
    static <E, V> Page<V> of(
            List<E> oneMore, int limit, Function<E, String> key, Function<E, V> view, Caller caller, String list) {
        boolean more = oneMore.size() > limit;
        var shown = more ? oneMore.subList(0, limit) : oneMore;
        var next = more ? Cursors.wrap(caller.organisation(), list, key.apply(shown.getLast())) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
