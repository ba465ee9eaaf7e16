package se.budkavle.router.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a step of a lane moves from account to account, gathered and then posted at once: one write of the books for each
 * organisation and step. Every entry is a move, so that the books balance by how they are kept.
 */
final class Ledger {

    private final Map<String, Posting> postings = new HashMap<>(4);
    private final BiConsumer<String, Posting> books;

    /**
     * @param books takes what is posted, by organisation
     */
    Ledger(BiConsumer<String, Posting> books) {
        this.books = books;
    }

    /** A message came in. */
    void received(String organisation) {
        posting(organisation).add(Account.RECORDS, 1);
    }

    /**
     * Recipients change their account.
     *
     * @param from where they were; {@link Account#RECEIVED}: nowhere so far
     */
    void move(String organisation, Account from, Account to, int recipients) {
        Posting posting = posting(organisation);
        // What came in is counted for good; everywhere else it is only as long as it is there.
        posting.add(from, from == Account.RECEIVED ? recipients : -recipients);
        posting.add(to, recipients);
    }

    /** The step is over. */
    void post() {
        if (!postings.isEmpty()) {
            postings.forEach(books);
            postings.clear();
        }
    }

    private Posting posting(String organisation) {
        return postings.computeIfAbsent(organisation, name -> new Posting());
    }
}
