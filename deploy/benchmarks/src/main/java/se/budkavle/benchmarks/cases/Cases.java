package se.budkavle.benchmarks.cases;

import java.util.List;

/** All cases, in the order in which they are measured: those of one stage stand together. */
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
                new EndToEnd(EndToEnd.Way.INBOX, 500),
                new EndToEnd(EndToEnd.Way.WEBHOOK, 500),
                new EndToEnd(EndToEnd.Way.WEBHOOK, 1000),
                new Push(Push.Kind.LATENCY),
                new Push(Push.Kind.PUBLISHING),
                new Push(Push.Kind.DRAIN),
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
