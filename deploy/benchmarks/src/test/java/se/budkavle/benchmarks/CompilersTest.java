package se.budkavle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import se.budkavle.chaos.cluster.Jcmd;

class CompilersTest {

    private static final String AT_REST = """
            4711:
            Current compiles:\s

            C1 compile queue:
            Empty

            C2 compile queue:
            Empty

            """;

    @Test
    void restWhereAllQueuesAreEmpty() {
        assertThat(Compilers.isResting(AT_REST)).isTrue();
    }

    @Test
    void doNotRestWhileOneIsAtWork() {
        String compiling = AT_REST.replace(
                "compiles: \n",
                "compiles: \nC2 CompilerThread0    2715       4       java.lang.String::strip (8 bytes)\n");

        assertThat(Compilers.isResting(compiling)).isFalse();
    }

    @Test
    void doNotRestWhileSomethingWaits() {
        String waiting = AT_REST.replaceFirst("Empty", "2716       3       java.util.ArrayList::add (25 bytes)");

        assertThat(Compilers.isResting(waiting)).isFalse();
    }

    @Test
    void aJvmTellsInTheseWords() throws Exception {
        String told = Jcmd.ask(ProcessHandle.current().pid(), "Compiler.queue");

        assertThat(told).contains("Current compiles:", " compile queue:");
    }
}
