package se.budkavle.chaos.cluster;

import java.util.ArrayList;
import java.util.List;

/** The ways between the processes: direct, or links that can be cut, one for each pair. */
final class Network implements AutoCloseable {

    private final boolean linked;
    private final List<Link> links = new ArrayList<>();

    /** @param linked whether processes reach each other over links */
    Network(boolean linked) {
        this.linked = linked;
    }

    /** The port at which a process reaches another one that listens on a port. */
    synchronized int way(String from, String to, int port) {
        if (!linked) {
            return port;
        }
        Link link = Link.open(from, to, port);
        links.add(link);
        return link.port();
    }

    synchronized List<Link> links() {
        return List.copyOf(links);
    }

    @Override
    public synchronized void close() {
        links.forEach(Link::close);
    }
}
