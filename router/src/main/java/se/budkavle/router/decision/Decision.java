package se.budkavle.router.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.MessageStatus;

/** What becomes of a message for one of its recipients. */
public sealed interface Decision {

    /** A decision that stands: all but {@link Park}. */
    sealed interface Final extends Decision permits Deliver, Hold, End {}

    /**
     * It is put in the recipient's inbox.
     *
     * @param address the entry it is delivered to, after moves
     * @param via the addresses that had moved, in the order they were met; empty where none had
     */
    record Deliver(Address address, List<String> via) implements Final {
        /** Copies. */
        public Deliver {
            via = List.copyOf(via);
        }
    }

    /**
     * A dead letter waits for an operator: the message is right, and a change in the registry can heal it.
     *
     * @param reason why
     * @param addressVersion version of the entry that decided; null where there was none
     */
    record Hold(Reason reason, @Nullable Long addressVersion) implements Final {

        /** Whether it goes on by itself, when a suspension ends; everything else waits for an operator. */
        public boolean isSuspension() {
            return reason == Reason.ADDRESS_SUSPENDED || reason == Reason.ORGANISATION_SUSPENDED;
        }
    }

    /**
     * It ends here: nothing but another message can help.
     *
     * @param reason why
     * @param addressVersion version of the entry that decided; null where none did
     */
    record End(Reason reason, @Nullable Long addressVersion) implements Final {

        /** The status the delivery ends in. */
        public MessageStatus status() {
            return reason == Reason.EXPIRED ? MessageStatus.EXPIRED : MessageStatus.UNDELIVERABLE;
        }
    }

    /**
     * An address is not known yet: it is looked up again for a grace, as an entry may be on its way.
     *
     * @param address the address that was not found
     * @param atLast what is decided when the grace is over
     */
    record Park(String address, Final atLast) implements Decision {}
}
