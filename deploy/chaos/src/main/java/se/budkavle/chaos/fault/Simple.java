package se.budkavle.chaos.fault;

import java.util.List;
import se.budkavle.chaos.cluster.Member;

/**
 * A fault that meets no process of the system.
 *
 * @param what what
 * @param doing does it
 * @param undoing undoes it
 */
record Simple(String what, Act doing, Act undoing) implements Fault {

    /** One of both. */
    interface Act {
        void run() throws Exception;
    }

    @Override
    public List<Member> members() {
        return List.of();
    }

    @Override
    public void begin() throws Exception {
        doing.run();
    }

    @Override
    public void end() throws Exception {
        undoing.run();
    }
}
