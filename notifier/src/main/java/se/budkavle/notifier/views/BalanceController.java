package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The books, as the gateway asks for them. Any instance answers for all. */
@Controller("/internal/v1/balance")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = ViewsApplication.class)
class BalanceController {

    private final BalanceMonitor monitor;
    private final BalanceReader reader;

    BalanceController(BalanceMonitor monitor, BalanceReader reader) {
        this.monitor = monitor;
        this.reader = reader;
    }

    @Get
    BalanceView balance() {
        return monitor.balance();
    }

    /** What another instance asks this one for. */
    @Get("/part")
    BalancePart part() {
        return reader.here();
    }
}
