package se.budkavle.chaos.fault;

import java.util.List;
import se.budkavle.chaos.cluster.Member;

/** Something that is done to a running system, and undone. */
interface Fault {

    /** What and to whom, such as {@code KILL router-2}. */
    String what();

    /** Who must be ready again when it is undone. */
    List<Member> members();

    /** Does it. */
    void begin() throws Exception;

    /** Undoes it; does not wait for anybody to be ready. */
    void end() throws Exception;
}
