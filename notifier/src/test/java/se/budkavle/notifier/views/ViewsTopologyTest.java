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
                            Source: message-events-source (topics: [message-events])
                              --> endings-message-events, locate
                            Processor: endings-message-events (stores: [])
                              --> replay-endings-message-events-repartition-filter
                              <-- message-events-source
                            Processor: locate (stores: [])
                              --> trace-repartition-filter
                              <-- message-events-source
                            Processor: replay-endings-message-events-repartition-filter (stores: [])
                              --> replay-endings-message-events-repartition-sink
                              <-- endings-message-events
                            Processor: trace-repartition-filter (stores: [])
                              --> trace-repartition-sink
                              <-- locate
                            Sink: replay-endings-message-events-repartition-sink (topic: replay-endings-message-events-repartition)
                              <-- replay-endings-message-events-repartition-filter
                            Sink: trace-repartition-sink (topic: trace-repartition)
                              <-- trace-repartition-filter

                          Sub-topology: 1
                            Source: delivery-attempts-source (topics: [delivery-attempts])
                              --> endings-attempts, attempt-processor
                            Processor: endings-attempts (stores: [])
                              --> replay-endings-attempts-repartition-filter
                              <-- delivery-attempts-source
                            Processor: replay-endings-attempts-repartition-filter (stores: [])
                              --> replay-endings-attempts-repartition-sink
                              <-- endings-attempts
                            Processor: attempt-processor (stores: [attempts])
                              --> none
                              <-- delivery-attempts-source
                            Sink: replay-endings-attempts-repartition-sink (topic: replay-endings-attempts-repartition)
                              <-- replay-endings-attempts-repartition-filter

                          Sub-topology: 2
                            Source: dead-letters-source (topics: [messages.express.dlq, replay-jobs.dlq, audit-log.dlq, dead-letter-resolutions.dlq, messages.bulk.dlq, deliveries.dlq, notifications.dlq, message-events.dlq, events.dlq, delivery-attempts.dlq, registry-commands.dlq, replay-commands.dlq, audit.dlq, dead-letter-commands.dlq, messages.normal.dlq, mailbox-commands.dlq])
                              --> endings-dead-letters, read-story
                            Processor: endings-dead-letters (stores: [])
                              --> replay-endings-dead-letters-repartition-filter
                              <-- dead-letters-source
                            Processor: read-story (stores: [])
                              --> dead-letters-repartition-filter
                              <-- dead-letters-source
                            Processor: dead-letters-repartition-filter (stores: [])
                              --> dead-letters-repartition-sink
                              <-- read-story
                            Processor: replay-endings-dead-letters-repartition-filter (stores: [])
                              --> replay-endings-dead-letters-repartition-sink
                              <-- endings-dead-letters
                            Sink: dead-letters-repartition-sink (topic: dead-letters-repartition)
                              <-- dead-letters-repartition-filter
                            Sink: replay-endings-dead-letters-repartition-sink (topic: replay-endings-dead-letters-repartition)
                              <-- replay-endings-dead-letters-repartition-filter

                          Sub-topology: 3
                            Source: trace-repartition-source (topics: [trace-repartition])
                              --> trace-processor
                            Processor: trace-processor (stores: [trace])
                              --> none
                              <-- trace-repartition-source

                          Sub-topology: 4
                            Source: replay-endings-attempts-repartition-source (topics: [replay-endings-attempts-repartition])
                              --> endings-a
                            Source: replay-endings-dead-letters-repartition-source (topics: [replay-endings-dead-letters-repartition])
                              --> endings-a
                            Processor: endings-a (stores: [])
                              --> endings-b
                              <-- replay-endings-dead-letters-repartition-source, replay-endings-attempts-repartition-source
                            Source: replay-endings-message-events-repartition-source (topics: [replay-endings-message-events-repartition])
                              --> endings-b
                            Source: dead-letter-resolutions-repartition-source (topics: [dead-letter-resolutions-repartition])
                              --> resolution-processor
                            Source: dead-letters-repartition-source (topics: [dead-letters-repartition])
                              --> dead-letter-processor
                            Processor: endings-b (stores: [])
                              --> ending-processor
                              <-- endings-a, replay-endings-message-events-repartition-source
                            Processor: dead-letter-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letters-repartition-source
                            Processor: ending-processor (stores: [dead-letters])
                              --> none
                              <-- endings-b
                            Processor: resolution-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letter-resolutions-repartition-source

                          Sub-topology: 5
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

                          Sub-topology: 6
                            Source: replay-jobs-source (topics: [replay-jobs])
                              --> replay-job-processor
                            Processor: replay-job-processor (stores: [replay-jobs])
                              --> none
                              <-- replay-jobs-source

                          Sub-topology: 7
                            Source: intake-source (topics: [messages.express, messages.bulk, messages.normal])
                              --> intake-processor
                            Processor: intake-processor (stores: [intake])
                              --> none
                              <-- intake-source

                          Sub-topology: 8 for global store (will not generate tasks)
                            Source: balances-source (topics: [balances])
                              --> balances
                            Processor: balances (stores: [balances])
                              --> none
                              <-- balances-source
                          Sub-topology: 9
                            Source: audit-log-source (topics: [audit-log])
                              --> audit-processor
                            Processor: audit-processor (stores: [audit])
                              --> none
                              <-- audit-log-source""");
    }
}
