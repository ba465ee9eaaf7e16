package se.budkavle.schemas.serde;

import org.apache.avro.Schema;

/** A schema registry, as far as a serde needs one. Safe for use by many threads. */
public interface SchemaRegistry {

    /** Configuration key: base address, as Confluent's. */
    String URL = "schema.registry.url";

    /** Configuration key: a registry at hand, used instead of an address. */
    String INSTANCE = "budkavle.schema.registry.instance";

    /**
     * The id of a schema, registering it under the subject where it is new.
     *
     * @throws RegistryUnavailableException when the registry does not answer within its bound
     * @throws org.apache.kafka.common.errors.SerializationException when it refuses the schema
     */
    int register(String subject, Schema schema);

    /**
     * The id of a schema that is registered under the subject already.
     *
     * @throws RegistryUnavailableException when the registry does not answer within its bound
     * @throws org.apache.kafka.common.errors.SerializationException when it does not know the schema
     */
    int lookUp(String subject, Schema schema);

    /**
     * The schema of an id.
     *
     * @throws RegistryUnavailableException when the registry does not answer within its bound
     * @throws org.apache.kafka.common.errors.SerializationException when there is none
     */
    Schema byId(int id);

    /**
     * Sees to it that the registry refuses a version of the subject that would break a reader or a writer of any other:
     * Confluent's FULL_TRANSITIVE.
     *
     * @throws RegistryUnavailableException when the registry does not answer within its bound
     */
    void keepCompatible(String subject);

    /**
     * Whether it sees to that.
     *
     * @throws RegistryUnavailableException when the registry does not answer within its bound
     */
    boolean isKeptCompatible(String subject);
}
