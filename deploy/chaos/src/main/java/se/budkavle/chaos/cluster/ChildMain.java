package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.util.Arrays;

/**
 * What every process of ours begins with: runs the main method of the class named first, and ends at once when the process
 * that started this one is gone, however it went. Then nothing under attack is left behind.
 */
public final class ChildMain {

    private static final int PARENT_GONE = 3;

    private ChildMain() {}

    /** Runs {@code arguments[0]} with the other arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(ChildMain::endWithParent);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** Standard input is a pipe from the parent: it ends when the parent has ended. Nothing is ever said in it. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Go on.
            }
        } catch (IOException broken) {
            // Then there is no parent either.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
