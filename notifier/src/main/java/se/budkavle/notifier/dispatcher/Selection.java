package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Selects which of a line's items are sent now, and sends them: as many as its subscription and the bounds have room for. */
final class Selection {

    /** Retries that are looked at in one go; the next go begins behind them. */
    private static final int RETRY_PAGE = 256;

    private static final int VERIFICATIONS = 16;

    private final Queue queue;
    private final Subscriptions subscriptions;
    private final Outstanding outstanding;
    private final Lines lines;
    private final Consequences consequences;
    private final int defaultMaxInFlight;

    Selection(
            Queue queue,
            Subscriptions subscriptions,
            Outstanding outstanding,
            Lines lines,
            Consequences consequences,
            int defaultMaxInFlight) {
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.outstanding = outstanding;
        this.lines = lines;
        this.consequences = consequences;
        this.defaultMaxInFlight = defaultMaxInFlight;
    }

    /** Sends a new item before which nothing stands; false: it cannot be sent now. */
    boolean sendAtOnce(Line line, Item item, @Nullable Subscription subscription, long now) {
        return subscription != null
                && !item.isExpired(now)
                && isPushable(item, subscription, line)
                && trySend(line, item, false, subscription, now);
    }

    /** Sends what a line may send now, and forgets the line if it is empty. */
    void fill(Line line, long now) {
        Subscription subscription = subscriptions.find(line.subscriptionId());
        consequences.compare(line, subscription, now);
        if (line.isAllInFlight()) {
            lines.forgetIfEmpty(line, now);
            return;
        }
        if (subscription == null
                || subscription.getVersion() == line.suspendedVersion
                || Subscriptions.isPulled(subscription)) {
            return;
        }
        switch (subscription.getStatus()) {
            case ACTIVE -> send(line, subscription, now);
            case PENDING -> verify(line, subscription, now);
            default -> {}
        }
        lines.forgetIfEmpty(line, now);
    }

    private void send(Line line, Subscription subscription, long now) {
        if (room(line, subscription, now) <= 0) {
            wakeWhenTimeMakesRoom(line, now);
            return;
        }
        if (!outstanding.hasRoom(line.isSlow())) {
            lines.await(line);
            return;
        }
        retry(line, subscription, now);
        sendFirst(line, subscription, now);
    }

    /** Retries get at most half of the room, so that they never hold up first attempts. */
    private void retry(Line line, Subscription subscription, long now) {
        if (!line.retriesMayBeDue) {
            return;
        }
        int half = Math.max(1, maxInFlight(subscription) / 2);
        int forRetries = Math.min(room(line, subscription, now), half - line.retriesInFlight());
        if (forRetries <= 0) {
            return;
        }
        Bytes behind = line.retryCursor;
        Queue.Page page = behind == null
                ? queue.retries(line.subscriptionId(), line.retriesFrom(), now, RETRY_PAGE)
                : queue.retries(line.subscriptionId(), behind, now, RETRY_PAGE);
        boolean allSent = behind == null;
        if (behind == null) {
            line.firstRetryIs(
                    page.entries().isEmpty()
                            ? page.nextDue()
                            : page.entries().getFirst().due());
        }
        for (Queue.Entry entry : page.entries()) {
            if (forRetries == 0) {
                line.retryCursor = null;
                return;
            }
            if (!outstanding.hasRoom(line.isSlow())) {
                lines.await(line);
                return;
            }
            boolean sent = offer(line, subscription, entry, now);
            allSent &= sent;
            forRetries -= sent ? 1 : 0;
        }
        line.retryCursor = page.hasMore() ? page.entries().getLast().key() : null;
        if (page.hasMore()) {
            lines.await(line);
        } else {
            line.retriesMayBeDue = !allSent;
            lines.wake(line, page.nextDue());
        }
    }

    private void sendFirst(Line line, Subscription subscription, long now) {
        int room = room(line, subscription, now);
        if (room <= 0) {
            return;
        }
        long from = line.firstFrom();
        Queue.Page page = queue.firstAttempts(line.subscriptionId(), from, room + line.held(from));
        line.firstIs(
                page.entries().isEmpty()
                        ? Long.MAX_VALUE
                        : page.entries().getFirst().sequence());
        boolean areUnderWay = true;
        for (Queue.Entry entry : page.entries()) {
            if (room == 0) {
                wakeWhenTimeMakesRoom(line, now);
                return;
            }
            if (!outstanding.hasRoom(line.isSlow())) {
                lines.await(line);
                return;
            }
            room -= offer(line, subscription, entry, now) ? 1 : 0;
            areUnderWay &= line.isInFlight(entry.lane(), entry.sequence());
            if (areUnderWay) {
                // With each answer one may go: those that wait for theirs are not read again.
                line.firstIs(entry.sequence() + 1);
            }
        }
        if (page.hasMore() && room > 0) {
            lines.await(line);
        }
    }

    private void verify(Line line, Subscription subscription, long now) {
        Lane lane = Lane.ofVerification(line.subscriptionId());
        if (line.isInFlight(lane)) {
            return;
        }
        for (Item item : queue.first(lane, VERIFICATIONS)) {
            if (item.due() > now) {
                lines.wake(line, item.due());
            } else if (item.isExpired(now)) {
                consequences.dismissed(line, item);
            } else {
                trySend(line, item, true, subscription, now);
                return;
            }
        }
    }

    /** Sends an entry of the schedule, if it may be sent; what does not belong there is taken out. */
    private boolean offer(Line line, Subscription subscription, Queue.Entry entry, long now) {
        if (line.isInFlight(entry.lane())) {
            return false;
        }
        Item item = queue.get(entry.lane(), entry.sequence());
        if (item == null || item.due() != entry.due() || (Subscriptions.isStrict(subscription) && !isFirst(item))) {
            queue.unschedule(entry.key());
            return false;
        }
        if (item.notification().getKind() == NotificationKind.VERIFICATION) {
            if (!isOlderThan(item, subscription)) {
                consequences.unneeded(line, item);
            }
            return false;
        }
        if (item.isExpired(now)) {
            consequences.expired(line, item, now);
            return false;
        }
        return trySend(line, item, true, subscription, now);
    }

    /** Whether what is known of a subscription was proved before this verification was asked for: its next version is to come. */
    private static boolean isOlderThan(Item verification, Subscription known) {
        Instant proved = known.getVerifiedAt();
        return proved != null && proved.isBefore(verification.notification().getCreatedAt());
    }

    /** Whether nothing of its lane stands before an item. */
    private boolean isFirst(Item item) {
        Standing standing = lines.standing(item.lane());
        if (standing == null) {
            return queue.firstSequence(item.lane(), 0) == item.sequence();
        }
        if (!standing.isSingle() && standing.floor() != item.sequence()) {
            standing.firstIs(queue.firstSequence(item.lane(), standing.floor()));
        }
        return standing.isSingle() || standing.floor() == item.sequence();
    }

    private boolean trySend(Line line, Item item, boolean scheduled, Subscription subscription, long now) {
        if (room(line, subscription, now) <= 0) {
            return false;
        }
        if (!outstanding.send(line, item, scheduled, subscription, Instant.ofEpochMilli(now))) {
            lines.await(line);
            return false;
        }
        line.sent(item);
        return true;
    }

    private static boolean isPushable(Item item, Subscription subscription, Line line) {
        if (subscription.getVersion() == line.suspendedVersion) {
            return false;
        }
        boolean isVerification = item.notification().getKind() == NotificationKind.VERIFICATION;
        return subscription.getStatus() == (isVerification ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE);
    }

    /** Has a line woken that waits for its probe or its pace. Where that time has come, it waits for an answer, which wakes it. */
    private void wakeWhenTimeMakesRoom(Line line, long now) {
        long at = line.isOpen() ? line.probeAt() : line.nextTurn();
        if (at > now) {
            lines.wake(line, at);
        }
    }

    /** How many more may be under way: of an endpoint whose breaker is open one, when its time has come. */
    private int room(Line line, Subscription subscription, long now) {
        Pace pace = line.pace(subscription, now);
        int paced = pace == null ? Integer.MAX_VALUE : pace.available(now);
        int most = line.isOpen() ? line.probeAt() <= now ? 1 : 0 : maxInFlight(subscription);
        return Math.min(most - line.inFlight(), paced);
    }

    private int maxInFlight(Subscription subscription) {
        Integer own = subscription.getMaxInFlight();
        return own == null ? defaultMaxInFlight : Math.max(1, own);
    }
}
