package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;

/**
 * What an operator does for a new version: each process is stopped in good order and started again, the next one when it is
 * ready, and after a broker when every copy is whole.
 *
 * @param members all, in their order
 * @param bootstrapServers the brokers
 */
record Roll(List<Member> members, String bootstrapServers) implements Fault {

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMinutes(3);

    @Override
    public String what() {
        return "ROLL";
    }

    @Override
    public void begin() throws InterruptedException {
        for (Member member : members) {
            member.stop(STOP);
            member.start();
            member.awaitReady(START);
            if (member.role() == Role.BROKER) {
                Copies.awaitWhole(bootstrapServers, START);
            }
        }
    }

    @Override
    public void end() {
        // All are up.
    }
}
