/** The HTTP front: takes messages, addresses and subscriptions, and answers reads. */
@NullMarked
@Configuration
@Requires(property = "budkavle.service", value = "gateway")
package se.budkavle.gateway;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
