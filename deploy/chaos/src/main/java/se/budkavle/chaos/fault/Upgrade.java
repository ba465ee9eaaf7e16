package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.cluster.Member;

/**
 * Services of an earlier build are replaced by those of this one, one after the other, each when the one before is ready.
 *
 * @param services all, in their order: who reads before who writes
 */
record Upgrade(List<Member> services) implements Fault {

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMinutes(3);

    @Override
    public String what() {
        return "UPGRADE";
    }

    @Override
    public List<Member> members() {
        return services;
    }

    @Override
    public void begin() throws InterruptedException {
        for (Member service : services) {
            service.stop(STOP);
            service.renew();
            service.start();
            service.awaitReady(START);
        }
    }

    @Override
    public void end() {
        // There is no way back that anybody would take.
    }
}
