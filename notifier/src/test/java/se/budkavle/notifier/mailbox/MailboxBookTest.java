package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.entry;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxEntry;

class MailboxBookTest {

    private final Serde<Balance> balances = AvroSerdes.inMemory().state(Balance.class);
    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(MailboxStore.NAME), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @Test
    void whatIsPublishedAtATimeIsBoundedAndTheRestComesNext() {
        MailboxBook book = book();
        List.of("0203:a.se", "0203:b.se", "0203:c.se").forEach(organisation -> book.entered(entryFrom(organisation)));

        assertThat(published(book, 2)).containsExactly("0203:a.se", "0203:b.se");
        assertThat(published(book, 2)).containsExactly("0203:c.se");
        assertThat(published(book, 2)).isEmpty();
    }

    @Test
    void whatWasNotPublishedBeforeACrashIsPublishedAfterIt() {
        book().entered(entryFrom("0203:a.se"));

        assertThat(published(book(), 10)).containsExactly("0203:a.se");
    }

    private MailboxBook book() {
        return new MailboxBook(store, balances, "3");
    }

    private static List<String> published(MailboxBook book, int limit) {
        List<String> organisations = new ArrayList<>();
        book.publish(NOW, limit, balance -> organisations.add(balance.getOrganisation()));
        return organisations;
    }

    private static MailboxEntry entryFrom(String organisation) {
        Delivery delivery =
                Delivery.newBuilder(delivery("m")).setOrganisation(organisation).build();
        return MailboxEntry.newBuilder(entry("m")).setDelivery(delivery).build();
    }
}
