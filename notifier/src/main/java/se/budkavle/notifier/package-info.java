/** Mailboxes, views and webhooks: what recipients and subscribers see. */
@Configuration
@Requires(property = "budkavle.service", value = "notifier")
@NullMarked
package se.budkavle.notifier;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
