package se.budkavle.gateway.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every problem the API answers with: the closed list behind `code`, `type` and `/docs/problems/{code}`. */
public enum ProblemCode {
    MALFORMED_REQUEST(400, "The request is malformed", "Compare the request with the API's description at /docs."),
    MALFORMED_JSON(400, "The body is not JSON", "Send one JSON object in UTF-8, without anything after it."),
    MALFORMED_XML(400, "The body is not well-formed XML", "Send one well-formed document in the encoding it declares."),
    XML_DTD_NOT_ALLOWED(
            400, "The document has a DTD", "Remove the document type declaration; entities are never expanded."),
    INVALID_REQUEST(400, "The request is invalid", "Mend what `issues` lists; each has a pointer and a code."),
    INVALID_HEADER(400, "A header is invalid", "Mend the header that `issues` names."),
    INVALID_PARAMETER(400, "A parameter is invalid", "Mend the parameter that `issues` names."),
    INVALID_ADDRESS(
            400,
            "The address is invalid",
            "An address is 3 to 255 characters of a-z 0-9 . _ : - that begins and ends with a letter or digit, without `..`; in a path it is percent-encoded."),
    INVALID_CURSOR(
            400, "The cursor is invalid", "Use `next` of the same list, asked by the same organisation, unchanged."),
    DATA_BREAKS_SCHEMA(
            400,
            "The event's data breaks its type's schema",
            "Mend the data where `issues` points: each names a keyword of the schema that GET /v1/event-types/{type} shows."),
    TARGET_NOT_ALLOWED(
            400,
            "The webhook's target is not allowed",
            "Use an http or https URL whose host resolves to public addresses only."),
    UNAUTHENTICATED(401, "A token is needed", "Send `Authorization: Bearer <token>` from a trusted issuer."),
    INVALID_TOKEN(
            401,
            "The token is not valid",
            "Get a new token: signed by a trusted issuer, for audience `budkavle`, not expired, with the organisation's claim. If it is bound to a certificate (`cnf`), connect with that."),
    MISSING_SCOPE(403, "The token lacks a scope", "Get a token with the scope that `detail` names."),
    FORBIDDEN(403, "Not allowed", "Ask the owner, or an operator, to do it."),
    SENDER_NOT_YOURS(403, "The sender is not yours", "Send from an address of your own organisation."),
    NOT_REPRESENTATIVE(
            403,
            "You do not represent that organisation",
            "Ask it to list your organisation as a representative of the sending address."),
    ADDRESS_NOT_YOURS(403, "The address is not yours", "An organisation writes its own addresses only."),
    ADDRESS_NOT_CLAIMABLE(
            403,
            "The address cannot be claimed",
            "An address that names an organisation is that organisation's; others are made by operators."),
    EVENT_TYPE_NOT_YOURS(
            403,
            "The event type is not yours",
            "A type begins with your reversed domain (0203:agency.se: `se.agency.`), or an operator gives it to you; a registered one is its owner's. `se.budkavle.` is nobody's."),
    ORGANISATION_SUSPENDED(403, "The organisation is suspended", "Ask an operator why."),
    SUSPENDED_BY_OPERATOR(
            403,
            "An operator suspended it",
            "Ask an operator to resume it: `statusReason` of the subscription or address tells why."),
    UNKNOWN_PERSON(
            404,
            "The person is not registered",
            "`address` is where the person would be: register it with PUT /v1/addresses/{address} if that is yours to do."),
    NOT_FOUND(404, "Not found", "It does not exist, or it is not yours; the answer is the same."),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", "Use a method of the `Allow` header."),
    NOT_ACCEPTABLE(406, "No acceptable representation", "Accept `application/json` (or any type for content)."),
    REQUEST_TIMEOUT(408, "The request came too slowly", "Send the whole request without long pauses."),
    CONFLICT(409, "Conflict with the present state", "Read the present state and decide again."),
    IDEMPOTENCY_CONFLICT(
            409,
            "The key was used for another request",
            "A key stands for one request: repeat that request unchanged, or use a new key."),
    ALREADY_ACKNOWLEDGED(409, "Already answered otherwise", "The first answer stands."),
    ALREADY_REPLAYED(409, "Already replayed", "Use `force` to replay it once more."),
    ALREADY_DISCARDED(409, "Already discarded", "What was given up is not replayed; send a new message."),
    REPLAY_ENDED(409, "The job has ended", "What it did stays done."),
    MOVE_LOOP(409, "The addresses would move in a circle", "Let movedTo name an address that does not lead back."),
    CHANNEL_FIXED(
            409,
            "The channel's kind cannot change",
            "Order and feed depend on it, and on a topic's partitions: subscribe anew, and delete this one."),
    TOO_MANY_SUBSCRIPTIONS(
            409,
            "The organisation has as many subscriptions as it may",
            "Delete one: GET /v1/me tells how many there may be."),
    TOO_MANY_SECRETS(
            409,
            "Too many secrets are in use",
            "Wait until one of them has expired: `signingKeys` of the subscription tells when; or rotate with overlap PT0S."),
    NOTHING_TO_CANCEL(
            409,
            "Nothing is left to cancel",
            "Every delivery was retrieved or has ended: GET /v1/messages/{messageId} tells how."),
    DELIVERY_ENDED(409, "The delivery has ended", "It expired or was cancelled before the answer came."),
    DAY_NOT_OVER(
            409,
            "The day is not over",
            "Messages are still encrypted with its keys: repeat it an hour after the day has ended (UTC), or when the installation says."),
    CONTENT_DISPOSED(
            410,
            "The content was disposed of",
            "The recipient ended its access, or its sender or its age ended everybody's. Metadata and trace remain."),
    MESSAGE_EXPIRED(410, "The message expired", "Its sender may send it again."),
    MESSAGE_CANCELLED(410, "The message was cancelled", "Its sender took it back."),
    CURSOR_EXPIRED(410, "The cursor is too old", "Begin again without a cursor."),
    PRECONDITION_FAILED(412, "The entry has another version", "Read it, and send its `ETag` as `If-Match`."),
    CONTENT_TOO_LARGE(413, "The content is too large", "Content may be up to 1 MiB."),
    BODY_TOO_LARGE(413, "The body is too large", "Send less in one request."),
    TOO_MANY_EVENTS(
            413, "The batch has too many events", "Send the rest in another request: `detail` tells how many may be."),
    LINE_TOO_LARGE(413, "The line is too large", "Shorten it: `detail` tells how long a line may be."),
    TOO_MANY_LINES(413, "The request has too many lines", "Send the rest, from this line on, in another request."),
    HEADERS_TOO_LARGE(431, "The headers are too large", "Send fewer or shorter headers."),
    URI_TOO_LONG(414, "The address line is too long", "Send fewer or shorter parameters."),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported", "See /docs for what the route takes."),
    UNSUPPORTED_ENCODING(415, "The content encoding is not supported", "Send the body without Content-Encoding."),
    UNKNOWN_RECIPIENT(
            422,
            "A recipient is unknown",
            "Mend the address, or send with `allOrNothing` false: the unknown ones wait for their operator."),
    ENCRYPTION_REQUIRED(
            422,
            "The content must be encrypted to a key of the recipient",
            "Encrypt it (JWE, content type `application/jose`) to one of `encryptionKeys` of GET /v1/addresses/{address}/capabilities; for several recipients with keys, send each its own message."),
    SENDER_REQUIRED(
            422, "The sender must be named", "The organisation does not have exactly one address: state `sender`."),
    UNKNOWN_SENDER(422, "The sender is unknown", "Register the address with PUT /v1/addresses/{address} first."),
    NOT_POSSIBLE(422, "Understood, but not possible", "See `detail`."),
    TOO_MANY_REQUESTS(
            429,
            "The organisation asks for too much at once",
            "Repeat it after `Retry-After` seconds; GET /v1/me and the headers `RateLimit-*` tell how much there may be."),
    TOO_MANY_BYTES(
            429,
            "The organisation sends too much at once",
            "Repeat it after `Retry-After` seconds; GET /v1/me tells how many bytes there may be, and the headers `RateLimit-*` of this answer."),
    TOO_MANY_OPEN(
            429,
            "The organisation has too many deliveries under way",
            "Recipients must answer, or messages end, before more can be sent; GET /v1/me tells how many there may be. What is waited for no longer can be cancelled."),
    TOO_MANY_STREAMS(
            429,
            "Too many streams are open",
            "Close one, or read the feed page by page: repeat it after `Retry-After` seconds."),
    INTERNAL_ERROR(
            500, "Something went wrong here", "Repeat it with the same key; report the `X-Request-Id` if it stays."),
    NOT_CONFIGURED(501, "Not configured in this installation", "Ask its operator: `detail` names what is missing."),
    NOT_CONFIRMED(
            503,
            "Not confirmed",
            "It may or may not have happened: repeat the same request, with the same key, after `Retry-After` seconds."),
    UNAVAILABLE(503, "Not available just now", "Repeat it after `Retry-After` seconds.");

    private final int status;
    private final String title;
    private final String help;

    ProblemCode(int status, String title, String help) {
        this.status = status;
        this.title = title;
        this.help = help;
    }

    /** {@return the stable name, kebab-case} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return one line for people} */
    public String title() {
        return title;
    }

    /** {@return what to do about it} */
    public String help() {
        return help;
    }

    /** {@return whether repeating the same request later is the thing to do} */
    public boolean retryable() {
        return status == 503 || status == 429;
    }

    /** {@return how many seconds later that is, where it is retryable} */
    public int retryAfterSeconds() {
        // Nobody answers within a second because a sender waits.
        return this == TOO_MANY_OPEN ? 60 : 1;
    }

    /** {@return the entry of that code, if there is one} */
    public static Optional<ProblemCode> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
}
