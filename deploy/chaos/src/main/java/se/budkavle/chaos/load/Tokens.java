package se.budkavle.chaos.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import se.budkavle.chaos.cluster.Issuer;

/** What each organisation shows at the door; one token for the whole run. */
public final class Tokens {

    private static final String AGENCY = "messages:send messages:send-express messages:read inbox:read addresses:write"
            + " subscriptions:write events:publish";
    private static final String OPERATOR = "operator:read operator:write";

    private final Issuer issuer;
    private final Map<String, String> agencies = new ConcurrentHashMap<>();

    /** Tokens of that issuer. */
    public Tokens(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Of an agency. */
    public String of(String organisation) {
        return agencies.computeIfAbsent(organisation, name -> issuer.token(name, AGENCY));
    }

    /** Of an operator. */
    public String operator() {
        return issuer.token("0203:operator.example.se", OPERATOR);
    }
}
