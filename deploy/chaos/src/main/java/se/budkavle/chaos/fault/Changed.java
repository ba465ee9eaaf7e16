package se.budkavle.chaos.fault;

import java.util.List;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Member.Circumstances;

/**
 * A process is killed and started again under other circumstances; the same again to undo it.
 *
 * @param kind what it is called
 * @param member whom it meets
 * @param circumstances the other ones
 */
record Changed(String kind, Member member, Circumstances circumstances) implements Fault {

    @Override
    public String what() {
        return kind + " " + member.name();
    }

    @Override
    public List<Member> members() {
        return List.of(member);
    }

    @Override
    public void begin() throws InterruptedException {
        member.kill();
        member.start(circumstances);
    }

    @Override
    public void end() throws InterruptedException {
        member.kill();
        member.start();
    }
}
