package se.budkavle.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;
import se.budkavle.benchmarks.worker.Histograms;

class ReportsTest {

    private static final List<CaseResult> RESULTS = List.of(
            new CaseResult(
                    "intake",
                    "POST <of> 1 KiB",
                    List.of(
                            new Subject("us", false, List.of(measured(40_000, 1), measured(50_000, 2))),
                            new Subject("bare & raw", true, List.of(measured(80_000, 1), measured(100_000, 1)))),
                    List.of(Goal.atLeastPercent("of raw", 0.5, 45), Goal.atMost("p99", 12, 10, " ms"))),
            new CaseResult(
                    "growth-addresses",
                    "Grows",
                    List.of(new Subject("1 000 addresses", false, List.of(Measurement.rate(10_000)))),
                    List.of(),
                    List.of(new Curve(
                            "addresses",
                            List.of(
                                    new Curve.Point(1_000, Statistics.of(List.of(90.0, 100.0, 130.0))),
                                    new Curve.Point(100_000, Statistics.of(List.of(110.0, 120.0, 150.0)))))),
                    List.of()),
            new CaseResult(
                    "memory",
                    "Holds",
                    List.of(new Subject("idle", false, List.of(new Measurement(Double.NaN, null, Map.of())))),
                    List.of(),
                    List.of(),
                    List.of(new Table(
                            "MiB <each>",
                            List.of("heap", "resident"),
                            List.of(new Table.Row("idle, gateway", List.of(41.5, Double.NaN)))))),
            new CaseResult("broken", "Breaks", List.of(), List.of(new Goal("can be measured", "no", false))));

    private static Measurement measured(double perSecond, int millis) {
        var latencies = Histograms.empty();
        for (int i = 1; i <= 1000; i++) {
            Histograms.add(latencies, i * 1_000L * millis);
        }
        return new Measurement(perSecond, latencies, Map.of("lost", 0.0));
    }

    @Test
    void theTableHasMediansRatiosAndGoals() {
        assertThat(TextReport.of(RESULTS))
                .contains("45\u00a0000")
                .contains("50%")
                .contains("met    of raw ≥ 45 %: 50 %")
                .contains("MISSED p99 ≤ 10 ms: 12 ms")
                .contains("µs a message with addresses: 1\u00a0000: 100, 100\u00a0000: 120")
                .containsPattern("idle, gateway +41.5 +–")
                .contains("MISSED can be measured: no");
    }

    @Test
    void machinesGetEveryRound() {
        var intake = JsonReport.of("2 cores", RESULTS).at("/cases/0");

        assertThat(intake.at("/subjects/0/rounds/1/perSecond").asDouble()).isEqualTo(50_000);
        assertThat(intake.at("/subjects/0/millis/p99/median").asDouble()).isBetween(1.4, 1.6);
        assertThat(intake.at("/subjects/1/firstAsPartOfThis").asDouble()).isEqualTo(0.5);
        assertThat(intake.at("/isMet").asBoolean()).isFalse();
    }

    @Test
    void machinesGetCurvesAndTables() {
        var cases = JsonReport.of("2 cores", RESULTS).at("/cases");

        assertThat(cases.at("/1/curves/0/growth").asText()).isEqualTo("flat");
        assertThat(cases.at("/1/curves/0/points/1/micros/median").asDouble()).isEqualTo(120);
        assertThat(cases.at("/2/tables/0/rows/0/heap").asDouble()).isEqualTo(41.5);
    }

    @Test
    void thePageIsWellFormedAndAsksNobodyElse() throws Exception {
        String page = HtmlReport.of("2 cores <busy>", RESULTS);

        for (var svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page); svg.find(); ) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.group().getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(page)
                .contains("µs a message over addresses", "MiB &lt;each&gt;", "<td>41.5</td><td>–</td>")
                .contains("<polyline", "POST &lt;of&gt; 1 KiB", "bare &amp; raw", "2 cores &lt;busy&gt;")
                .doesNotContain("<script", "src=", "href=");
    }
}
