package se.budkavle.router.topology;

import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.router.decision.AddressLookup;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Routing;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Message;

/** The rules, with this instance's copy of the registry. */
final class Deciding {

    private static final Logger log = LoggerFactory.getLogger(Deciding.class);

    private final Routing routing;
    private final AddressLookup addresses;

    Deciding(Routing routing, AddressLookup addresses) {
        this.routing = routing;
        this.addresses = addresses;
    }

    /** A fault of ours holds the one recipient it is met at: thrown from a timer, it would stop the lane for good. */
    Decision decide(Message message, String recipient, Instant now) {
        try {
            return routing.decide(message, recipient, now, addresses);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("messageId", message.getMessageId())
                    .addKeyValue("error", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
                    .log("No decision could be made; the message is held");
            return new Decision.Hold(Reason.PROCESSING_FAILED, null);
        }
    }

    /** Where a recipient's messages lead, as far as is known. */
    String destination(String recipient) {
        return routing.destination(recipient, addresses);
    }

    /** Whether what is suspended for a recipient may have come to the end of it. */
    boolean mayGoOn(String recipient) {
        return routing.mayGoOn(recipient, addresses);
    }
}
