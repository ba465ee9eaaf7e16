package se.budkavle.cli;

import org.jspecify.annotations.Nullable;

/** Paths of what is in an inbox. */
final class Inboxes {

    private Inboxes() {}

    /** The path of a part of a received message, at one of the caller's addresses where that is said. */
    static String path(String messageId, String part, @Nullable String address) {
        String query = address == null ? "" : "?address=" + Api.encode(address);
        return "/v1/inbox/" + Api.encode(messageId) + part + query;
    }

    /** {@return whether content of that media type is encrypted end to end} */
    static boolean isEncrypted(String contentType) {
        return contentType.split(";", 2)[0].strip().equalsIgnoreCase(EndToEnd.MEDIA_TYPE);
    }
}
