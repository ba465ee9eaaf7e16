package se.budkavle.schemas;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import se.budkavle.schemas.avro.ReasonCategory;

/** The closed list of why something was not done. Categories are DIGG's: schema, business rule, signature, other. */
public enum Reason {
    UNKNOWN_RECIPIENT(ReasonCategory.BV, "No such address is registered: register it, then replay."),
    ADDRESS_SUSPENDED(ReasonCategory.BV, "The address is suspended: it goes on by itself when that is over."),
    ADDRESS_NOT_VALID(ReasonCategory.BV, "The address is outside its period of validity: correct it, then replay."),
    MOVE_LOOP(ReasonCategory.BV, "The address moves in a circle or too often: correct movedTo, then replay."),
    TYPE_NOT_ACCEPTED(
            ReasonCategory.BV, "The address does not accept this type of message: the sender must use another."),
    CONFIDENTIALITY_TOO_HIGH(
            ReasonCategory.BV,
            "The message is more confidential than the address accepts: the sender must use another."),
    ENCRYPTION_REQUIRED(ReasonCategory.BV, "The address demands encrypted content: the sender must encrypt."),
    ORGANISATION_SUSPENDED(
            ReasonCategory.BV, "The recipient's organisation is suspended: it goes on by itself when that is over."),
    NOT_REPRESENTATIVE(
            ReasonCategory.BV, "The sender may not act for the organisation it names: the registry says who may."),
    EXPIRED(ReasonCategory.BV, "The message expired before it was delivered: the sender may send it again."),
    IDEMPOTENCY_CONFLICT(
            ReasonCategory.BV, "Another message was sent with the same idempotency key: the first one counts."),
    UNDECODABLE(ReasonCategory.SV, "The record cannot be read: find what wrote it; replay when it can be read."),
    PROCESSING_FAILED(
            ReasonCategory.OTHER, "Processing the record failed: look in the log for its position, then replay."),
    RECORD_TOO_LARGE(
            ReasonCategory.SV, "The record is larger than its topic takes: raise the topic's limit, then replay."),
    PUSH_FAILED(ReasonCategory.OTHER, "The endpoint failed at every attempt: mend it, then replay."),
    ENDPOINT_REFUSED(ReasonCategory.OTHER, "The endpoint refuses the notification: mend it, then replay."),
    ENDPOINT_GONE(ReasonCategory.OTHER, "The endpoint says that it is gone: the subscription is suspended."),
    TARGET_REFUSED(ReasonCategory.OTHER, "The endpoint's address is not allowed: give a public one, then replay."),
    NOTIFICATION_EXPIRED(ReasonCategory.OTHER, "The notification waited too long: read it from the pull feed."),
    PAYLOAD_TOO_LARGE(
            ReasonCategory.OTHER,
            "The notification is larger than the subscription takes: raise its limit, then replay, or read the pull feed."),
    DISCARDED(ReasonCategory.OTHER, "An operator gave the dead letter up."),
    RETENTION_OVER(
            ReasonCategory.OTHER,
            "Nobody handled the dead letter for as long as dead letters are kept: the sender may send the message again.");

    private final String code;
    private final ReasonCategory category;
    private final String explanation;

    Reason(ReasonCategory category, String explanation) {
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.category = category;
        this.explanation = explanation;
    }

    /** The stable code, kebab-case. */
    public String code() {
        return code;
    }

    /** DIGG's class of it. */
    public ReasonCategory category() {
        return category;
    }

    /** One sentence: what it means and what to do about it. */
    public String explanation() {
        return explanation;
    }

    /** The reason of a code, if it is one of this list. */
    public static Optional<Reason> of(String code) {
        return Stream.of(values()).filter(reason -> reason.code.equals(code)).findAny();
    }
}
