package se.budkavle.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.Stage;

class GrowingTest {

    @Test
    void sizesAreDecadesAndEndWithTheMost() {
        assertThat(Growing.decades(1_000, 1_000_000)).containsExactly(1_000, 10_000, 100_000, 1_000_000);
        assertThat(Growing.decades(1, 500)).containsExactly(1, 10, 100, 500);
        assertThat(Growing.decades(10, 3)).containsExactly(10);
    }

    @Test
    void recipientsComeFromEverywhereInTheRegistry() {
        assertThat(Growing.spread("a", 1_000_000, 4))
                .containsExactly(
                        List.of("a-0:" + Stage.RECIPIENT),
                        List.of("a-250000:" + Stage.RECIPIENT),
                        List.of("a-500000:" + Stage.RECIPIENT),
                        List.of("a-750000:" + Stage.RECIPIENT));
        assertThat(Growing.spread("a", 2, 10)).hasSize(2);
    }

    @Test
    void noCaseHasTheNameOfAnother() {
        assertThat(Cases.all()).extracting(Case::name).doesNotHaveDuplicates().contains("growth-addresses");
    }
}
