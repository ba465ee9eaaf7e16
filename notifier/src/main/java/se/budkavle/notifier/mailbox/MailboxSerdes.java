package se.budkavle.notifier.mailbox;

import org.apache.kafka.common.serialization.Serde;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.MailboxEntry;

/**
 * How the mailbox store's values are written.
 *
 * @param entries deliveries and what became of them
 * @param balances the books
 */
record MailboxSerdes(Serde<MailboxEntry> entries, Serde<Balance> balances) {

    static MailboxSerdes of(AvroSerdes serdes) {
        return new MailboxSerdes(serdes.state(MailboxEntry.class), serdes.state(Balance.class));
    }
}
