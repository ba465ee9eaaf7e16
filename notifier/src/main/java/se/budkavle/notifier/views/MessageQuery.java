package se.budkavle.notifier.views;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of an organisation are asked for; what is null does not matter.
 *
 * @param organisation the sending one
 * @param caseIdHash the keyed hash of the case id, hexadecimal
 * @param status a delivery has it
 */
record MessageQuery(
        String organisation,
        @Nullable String conversationId,
        @Nullable String caseIdHash,
        @Nullable String senderMessageId,
        @Nullable String status) {}
