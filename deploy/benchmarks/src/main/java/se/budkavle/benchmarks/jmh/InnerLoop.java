package se.budkavle.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How every inner loop is measured: microseconds of one thread, in JVMs as those of the services on the stage. Each
 * benchmark makes sure in its setup that what it measures comes out right: a step that fails at once is a fast one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {
            "-Xmx1g",
            "-XX:+UseParallelGC",
            "-Dlogback.configurationFile=chaos-service.xml",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public abstract class InnerLoop {

    /**
     * What a step came to.
     *
     * @throws IllegalStateException where it is not right
     */
    protected static void require(boolean isRight, String what) {
        if (!isRight) {
            throw new IllegalStateException(what + " does not come out right");
        }
    }
}
