package se.budkavle.chaos;

import java.util.Iterator;

/** The names of faults, for the help of the command. */
final class FaultNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Plan.names().iterator();
    }
}
