/** The router as a process: configuration, start, health. What it does is in {@code topology} and {@code decision}. */
@Configuration
@Requires(property = "budkavle.service", value = "router")
@NullMarked
package se.budkavle.router;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
