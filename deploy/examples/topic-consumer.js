// Reads the topic of a subscription: node topic-consumer.js <brokers> <schema registry> <subscription id>
// npm install kafkajs @kafkajs/confluent-schema-registry
const { Kafka } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');

const [brokers, host, subscription] = process.argv.slice(2);
const registry = new SchemaRegistry({ host });
// The subscription may use groups whose names begin with its id.
const consumer = new Kafka({ brokers: brokers.split(',') }).consumer({ groupId: `${subscription}-example-node` });

(async () => {
  await consumer.connect();
  await consumer.subscribe({ topic: `notifications.${subscription}`, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      // It may come twice: notificationId tells.
      const told = await registry.decode(message.value);
      console.log(told.notificationId, told.eventType, message.key.toString());
    },
  });
})();
