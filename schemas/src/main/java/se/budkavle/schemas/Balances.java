package se.budkavle.schemas;

import java.util.Set;
import se.budkavle.schemas.avro.Balance;

/** What those who keep the books ({@code balances}) call what they count. */
public final class Balances {

    /** What has come in at an owner, is still there, and has not ended: the router's, and the mailbox's. */
    private static final Set<String> UNDER_WAY =
            Set.of("scheduled", "parked", "suspended", "held", "available", "retrieved");

    private Balances() {}

    /** How many deliveries of an organisation are under way at one owner. */
    public static long underWay(Balance balance) {
        return balance.getCounts().entrySet().stream()
                .filter(count -> UNDER_WAY.contains(count.getKey()))
                .mapToLong(count -> count.getValue())
                .sum();
    }
}
