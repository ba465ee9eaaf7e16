package se.budkavle.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a sender gets for an accepted message. */
record Receipt(
        String messageId,
        String conversationId,
        String contentDigest,
        String envelopeDigest,
        int recipientCount,
        List<String> unknownRecipients) {

    static Receipt of(Answer answer) {
        JsonNode json = answer.expect(202).json();
        return new Receipt(
                json.path("messageId").asText(),
                json.path("conversationId").asText(),
                json.path("contentDigest").asText(),
                json.path("envelopeDigest").asText(),
                json.path("recipientCount").asInt(),
                StreamSupport.stream(json.path("unknownRecipients").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }
}
