package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.cluster.Link;
import se.budkavle.chaos.cluster.Member;

/**
 * Everything between a process and all others is cut, or slow.
 *
 * @param kind what it is called
 * @param all links
 * @param member whose are met
 * @param delay zero: they are cut
 */
record Links(String kind, List<Link> all, Member member, Duration delay) implements Fault {

    Links {
        if (all.isEmpty()) {
            throw new IllegalStateException("links are needed");
        }
    }

    @Override
    public String what() {
        return kind + " " + member.name();
    }

    @Override
    public List<Member> members() {
        return List.of(member);
    }

    private List<Link> met() {
        return all.stream().filter(link -> link.touches(member)).toList();
    }

    @Override
    public void begin() {
        if (delay.isZero()) {
            met().forEach(Link::cut);
        } else {
            met().forEach(link -> link.delay(delay));
        }
    }

    @Override
    public void end() {
        met().forEach(Link::heal);
    }
}
