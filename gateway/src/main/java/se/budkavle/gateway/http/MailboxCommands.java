package se.budkavle.gateway.http;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;

/** Asks the mailbox that owns a delivery. */
@Singleton
final class MailboxCommands {

    private final CommandClient commands;
    private final Clock clock;

    MailboxCommands(CommandClient commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    /** {@return the beginning of a command, for {@link #ask}} */
    MailboxCommand.Builder command(MailboxCommandKind kind, String recipient, String messageId, Caller caller) {
        return MailboxCommand.newBuilder()
                .setKind(kind)
                .setRecipient(recipient)
                .setMessageId(messageId)
                .setActorKind(ActorKind.RECIPIENT)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Asks about a delivery that an inbox has just shown. If its owner does not find it, the mailbox has moved after a crash
     * and comes to the delivery again: that is no 404.
     *
     * @return the decision; refused: 409, 410, or 503 if it is not certain
     */
    CommandResult ask(MailboxCommand.Builder command, String traceparent) {
        var headers = Map.of(
                RecordHeaders.KIND, command.getKind().name(),
                RecordHeaders.MESSAGE_ID, command.getMessageId(),
                RecordHeaders.ORGANISATION, command.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        var wish = MailboxCommand.newBuilder(command)
                .setCommandId("")
                .setAt(Instant.EPOCH)
                .build();
        var decision = commands.askOnce(
                wish, Topics.MAILBOX_COMMANDS, command.getRecipient(), headers, envelope -> command.setCommandId(
                                envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build());
        return Decisions.orRefuse(decision.filter(it -> it.getOutcome() != CommandOutcome.NOT_FOUND));
    }
}
