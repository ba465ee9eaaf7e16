package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;

/** Names of operators and stores are names of topics: a renamed one would begin empty. */
class DispatcherTopologyTextTest {

    @Test
    void isPinned() {
        PushBudget budget = new PushBudget(1, 1);

        String text = DispatcherTopology.build(
                        Samples.settings(),
                        AvroSerdes.inMemory(),
                        request -> new CompletableFuture<>(),
                        budget,
                        new DispatcherMetrics(new SimpleMeterRegistry(), budget),
                        new PendingBoard())
                .describe()
                .toString()
                .strip();

        assertThat(text).isEqualTo("""
                Topologies:
                   Sub-topology: 0 for global store (will not generate tasks)
                    Source: subscriptions-source (topics: [subscriptions])
                      --> subscriptions-update
                    Processor: subscriptions-update (stores: [subscriptions])
                      --> none
                      <-- subscriptions-source
                  Sub-topology: 1
                    Source: notifications (topics: [notifications])
                      --> dispatch
                    Processor: dispatch (stores: [schedule, retries, pending, failing-endpoints])
                      --> attempts, commands, dead-letters, events
                      <-- notifications
                    Sink: attempts (topic: delivery-attempts)
                      <-- dispatch
                    Sink: commands (topic: registry-commands)
                      <-- dispatch
                    Sink: dead-letters (topic: notifications.dlq)
                      <-- dispatch
                    Sink: events (topic: events)
                      <-- dispatch""");
    }
}
