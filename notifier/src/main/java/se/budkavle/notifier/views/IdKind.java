package se.budkavle.notifier.views;

/** By which of the ids that others gave it a message is found; the first that fits is told. */
enum IdKind {
    SENDER_MESSAGE_ID('s', "senderMessageId"),
    IDEMPOTENCY_KEY('k', "idempotencyKey"),
    TRACE_ID('t', "traceId"),
    REF_TO_MESSAGE_ID('r', "refToMessageId"),
    CASE_ID('h', "caseId"),
    CONVERSATION_ID('c', "conversationId");

    private final byte code;
    private final String text;

    /** @param code in keys: another one is another index, an empty one */
    IdKind(char code, String text) {
        this.code = (byte) code;
        this.text = text;
    }

    byte code() {
        return code;
    }

    /** As the public API calls it. */
    String text() {
        return text;
    }
}
