package se.budkavle.gateway.auth;

import java.util.Locale;

/** What a token may allow. */
public enum Scope {
    MESSAGES_SEND,
    MESSAGES_SEND_EXPRESS,
    MESSAGES_READ,
    INBOX_READ,
    ADDRESSES_WRITE,
    ADDRESSES_LOOKUP,
    SUBSCRIPTIONS_WRITE,
    EVENTS_PUBLISH,
    CONTENT_DESTROY,
    AUDIT_READ,
    OPERATOR_READ,
    OPERATOR_WRITE;

    /** {@return as it stands in a token: {@code messages:send-express}} */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ":").replace('_', '-');
    }
}
