package se.budkavle.gateway;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the whole gateway shares. */
@Factory
final class GatewayBeans {

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
