package se.budkavle.chaos.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Member.Circumstances;

/** Wrong clocks, by libfaketime; where it is not installed, the fault says so and does nothing. */
final class Clocks {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));

    private Clocks() {}

    static Fault fault(Member member) {
        Optional<Path> library = PLACES.stream().filter(Files::exists).findFirst();
        return library.<Fault>map(path -> new Changed("CLOCK", member, anHourLater(path)))
                .orElseGet(() -> new Simple("CLOCK (skipped: libfaketime is not installed)", () -> {}, () -> {}));
    }

    private static Circumstances anHourLater(Path library) {
        return new Circumstances(
                List.of(),
                Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME", "+1h",
                        // Or waiting threads would wait for an hour.
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "DONT_FAKE_MONOTONIC", "1"));
    }
}
