package se.budkavle.notifier.mailbox;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.StreamsReadiness;
import se.budkavle.schemas.streams.StreamsApplication;

/** Whether the mailbox decides. */
@Singleton
@Readiness
@Requires(beans = MailboxApplication.class)
final class MailboxReadiness extends StreamsReadiness {

    private final MailboxApplication mailbox;

    MailboxReadiness(MailboxApplication mailbox) {
        super("mailbox");
        this.mailbox = mailbox;
    }

    @Override
    protected @Nullable StreamsApplication application() {
        return mailbox.streams();
    }
}
