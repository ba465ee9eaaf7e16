package se.budkavle.chaos.load;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** What recipients answer while they read on; knows when all is said. */
final class Answers {

    private final ExecutorService clients;
    private final AtomicInteger underWay = new AtomicInteger();

    Answers(ExecutorService clients) {
        this.clients = clients;
    }

    /** An answer, which may take long. */
    interface Answer {
        void give() throws InterruptedException;
    }

    void submit(Answer answer) {
        underWay.incrementAndGet();
        var _ = clients.submit(() -> {
            try {
                answer.give();
            } finally {
                underWay.decrementAndGet();
            }
            return null;
        });
    }

    boolean areGiven() {
        return underWay.get() == 0;
    }
}
