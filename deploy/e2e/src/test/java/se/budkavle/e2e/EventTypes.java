package se.budkavle.e2e;

/** The built-in types of events about messages. */
final class EventTypes {

    static final String ACCEPTED = "se.budkavle.message.accepted";
    static final String AVAILABLE = "se.budkavle.message.available";
    static final String RETRIEVED = "se.budkavle.message.retrieved";
    static final String ACKNOWLEDGED = "se.budkavle.message.acknowledged";
    static final String REJECTED = "se.budkavle.message.rejected";
    static final String HELD = "se.budkavle.message.held";

    /** For operators alone. */
    static final String ORGANISATION_SILENT = "se.budkavle.operator.organisation-silent";

    /** Those that the tests bring about. */
    static final String[] ALL = {ACCEPTED, AVAILABLE, RETRIEVED, ACKNOWLEDGED, REJECTED, HELD};

    private EventTypes() {}
}
