/**
 * What a newcomer needs to try the system alone: tokens, endpoints that receive webhooks, recipients that answer. Part of
 * the gateway's context in the local system only; production has neither these classes nor the flag.
 */
@Configuration
@Requires(property = "budkavle.service", value = "gateway")
@Requires(property = "budkavle.local.enabled", value = "true")
@NullMarked
package se.budkavle.local.dev;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
