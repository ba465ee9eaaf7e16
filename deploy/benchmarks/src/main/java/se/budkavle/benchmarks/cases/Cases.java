package se.budkavle.benchmarks.cases;

import java.util.List;

/**
 * All cases, in the order in which they are measured: those of one stage stand together, and of these what asks most comes
 * first, so that it is compiled for the others.
 */
public final class Cases {

    private Cases() {}

    /** New ones. */
    public static List<Case> all() {
        return List.of(
                new Intake(Intake.Form.JSON),
                new Intake(Intake.Form.SDK_XML),
                new Intake(Intake.Form.BATCH),
                new LocalStart(),
                new Drain(),
                new ManyRecipients(),
                new Push(Push.Kind.DRAIN),
                new Push(Push.Kind.PUBLISHING),
                new EndToEnd(EndToEnd.Way.WEBHOOK, 1000),
                new EndToEnd(EndToEnd.Way.WEBHOOK, 500),
                new EndToEnd(EndToEnd.Way.INBOX, 500),
                new Push(Push.Kind.LATENCY),
                new Isolation(),
                new LongPolls(),
                new Starts(),
                new Footprints(),
                new ContentGrowth(),
                new RecipientGrowth(),
                new BacklogGrowth(),
                new SubscriptionGrowth(),
                new AddressGrowth());
    }
}
