package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;

class ViewsTopologyTest {

    @Test
    void theTopologyIsWhatItWas() {
        // Names of stores and repartition topics are data on Kafka: another name is another, empty one.
        assertThat(ViewsRig.topology(AvroSerdes.inMemory())
                        .describe()
                        .toString()
                        .strip())
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: dead-letters-source (topics: [messages.express.dlq, replay-jobs.dlq, audit-log.dlq, dead-letter-resolutions.dlq, messages.bulk.dlq, deliveries.dlq, notifications.dlq, message-events.dlq, events.dlq, delivery-attempts.dlq, registry-commands.dlq, replay-commands.dlq, audit.dlq, dead-letter-commands.dlq, messages.normal.dlq, mailbox-commands.dlq])
                              --> endings-dead-letters, read-story
                            Source: message-events-source (topics: [message-events])
                              --> endings-message-events, locate
                            Source: delivery-attempts-source (topics: [delivery-attempts])
                              --> endings-attempts, attempt-processor
                            Processor: endings-attempts (stores: [])
                              --> endings-a
                              <-- delivery-attempts-source
                            Processor: endings-dead-letters (stores: [])
                              --> endings-a
                              <-- dead-letters-source
                            Processor: endings-a (stores: [])
                              --> endings-b
                              <-- endings-dead-letters, endings-attempts
                            Processor: endings-message-events (stores: [])
                              --> endings-b
                              <-- message-events-source
                            Processor: endings-b (stores: [])
                              --> replay-endings-repartition-filter
                              <-- endings-a, endings-message-events
                            Processor: locate (stores: [])
                              --> trace-repartition-filter
                              <-- message-events-source
                            Processor: read-story (stores: [])
                              --> dead-letters-repartition-filter
                              <-- dead-letters-source
                            Processor: dead-letters-repartition-filter (stores: [])
                              --> dead-letters-repartition-sink
                              <-- read-story
                            Processor: replay-endings-repartition-filter (stores: [])
                              --> replay-endings-repartition-sink
                              <-- endings-b
                            Processor: trace-repartition-filter (stores: [])
                              --> trace-repartition-sink
                              <-- locate
                            Processor: attempt-processor (stores: [attempts])
                              --> none
                              <-- delivery-attempts-source
                            Sink: dead-letters-repartition-sink (topic: dead-letters-repartition)
                              <-- dead-letters-repartition-filter
                            Sink: replay-endings-repartition-sink (topic: replay-endings-repartition)
                              <-- replay-endings-repartition-filter
                            Sink: trace-repartition-sink (topic: trace-repartition)
                              <-- trace-repartition-filter

                          Sub-topology: 1
                            Source: trace-repartition-source (topics: [trace-repartition])
                              --> trace-processor
                            Processor: trace-processor (stores: [trace])
                              --> none
                              <-- trace-repartition-source

                          Sub-topology: 2
                            Source: dead-letter-resolutions-repartition-source (topics: [dead-letter-resolutions-repartition])
                              --> resolution-processor
                            Source: dead-letters-repartition-source (topics: [dead-letters-repartition])
                              --> dead-letter-processor
                            Source: replay-endings-repartition-source (topics: [replay-endings-repartition])
                              --> ending-processor
                            Processor: dead-letter-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letters-repartition-source
                            Processor: ending-processor (stores: [dead-letters])
                              --> none
                              <-- replay-endings-repartition-source
                            Processor: resolution-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letter-resolutions-repartition-source

                          Sub-topology: 3
                            Source: dead-letter-resolutions-source (topics: [dead-letter-resolutions])
                              --> drop-tombstones
                            Processor: drop-tombstones (stores: [])
                              --> dead-letter-resolutions-repartition-filter
                              <-- dead-letter-resolutions-source
                            Processor: dead-letter-resolutions-repartition-filter (stores: [])
                              --> dead-letter-resolutions-repartition-sink
                              <-- drop-tombstones
                            Sink: dead-letter-resolutions-repartition-sink (topic: dead-letter-resolutions-repartition)
                              <-- dead-letter-resolutions-repartition-filter

                          Sub-topology: 4
                            Source: replay-jobs-source (topics: [replay-jobs])
                              --> replay-job-processor
                            Processor: replay-job-processor (stores: [replay-jobs])
                              --> none
                              <-- replay-jobs-source

                          Sub-topology: 5
                            Source: intake-source (topics: [messages.express, messages.bulk, messages.normal])
                              --> intake-processor
                            Processor: intake-processor (stores: [intake])
                              --> none
                              <-- intake-source

                          Sub-topology: 6 for global store (will not generate tasks)
                            Source: balances-source (topics: [balances])
                              --> balances
                            Processor: balances (stores: [balances])
                              --> none
                              <-- balances-source
                          Sub-topology: 7
                            Source: audit-log-source (topics: [audit-log])
                              --> audit-processor
                            Processor: audit-processor (stores: [audit])
                              --> none
                              <-- audit-log-source""");
    }
}
