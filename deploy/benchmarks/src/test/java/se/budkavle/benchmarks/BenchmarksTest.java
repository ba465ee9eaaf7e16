package se.budkavle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says of itself, and to what it cannot do. */
class BenchmarksTest {

    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new Benchmarks()).setErr(new PrintWriter(err));

    @ParameterizedTest
    @ValueSource(strings = {"--quick --thorough", "--case nobody", "--set router"})
    void saysWhatItCannotDo(String arguments) {
        assertThat(command.execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).containsPattern("mutually exclusive|There is no case nobody|ROLE:KEY=VALUE");
    }

    @Test
    void helpSaysHowMuchIsMeasured() {
        String help = command.setUsageHelpWidth(300).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help)
                .contains("(%d, thorough %d)".formatted(Plan.FULL.rounds(), Plan.THOROUGH.rounds()))
                .contains(extent(Plan::seconds))
                .contains(extent(Plan::warmUp))
                .contains(extent(Plan::backlog))
                .contains(extent(Plan::growthMax));
        assertThat(Plan.QUICK.rounds()).isEqualTo(Plan.FULL.rounds());
    }

    private static String extent(ToDoubleFunction<Plan> of) {
        return "(%s, quick %s, thorough %s)"
                .formatted(
                        plain(of.applyAsDouble(Plan.FULL)),
                        plain(of.applyAsDouble(Plan.QUICK)),
                        plain(of.applyAsDouble(Plan.THOROUGH)));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
