package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The doctor finds a sound system sound, and says what is not. */
@ExtendWith(BudkavleExtension.class)
@Execution(ExecutionMode.SAME_THREAD) // one makes the system unsound for a while
class DoctorTest {

    private final SystemUnderTest system;
    private final StringWriter out = new StringWriter();

    DoctorTest(Budkavle budkavle) {
        system = budkavle.system();
    }

    @Test
    void aSoundSystemIsSound() {
        int code = examine(system.bootstrapServers(), system.schemaRegistryUrl());

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains(
                        "ready at",
                        "the keys are published",
                        "are as declared",
                        "all are registered",
                        "budkavle-mailbox")
                .doesNotContain("FAIL");
    }

    @Test
    void aTopicThatKeepsTooLittleIsNamed() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", system.bootstrapServers()))) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "audit-log");
            admin.incrementalAlterConfigs(Map.of(topic, List.of(set("1000000000"))))
                    .all()
                    .get();
            try {
                assertThat(examine(system.bootstrapServers(), system.schemaRegistryUrl()))
                        .isEqualTo(1);
                assertThat(out.toString()).contains("audit-log retention.ms is 1000000000");
            } finally {
                admin.incrementalAlterConfigs(Map.of(topic, List.of(set("63072000000"))))
                        .all()
                        .get();
            }
        }
    }

    @Test
    void aSubjectThatIsNotKeptCompatibleIsNamed() {
        var rule = "/config/audit-log-value";
        registry("PUT", rule).json("{\"compatibility\": \"NONE\"}").send().expect(200);
        try {
            assertThat(examine(system.bootstrapServers(), system.schemaRegistryUrl()))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("not kept FULL_TRANSITIVE", "audit-log-value");
        } finally {
            registry("PUT", rule)
                    .json("{\"compatibility\": \"FULL_TRANSITIVE\"}")
                    .send()
                    .expect(200);
        }
    }

    private Http.Call registry(String method, String path) {
        return Http.call(method, URI.create(system.schemaRegistryUrl() + path));
    }

    @Test
    void anApplicationThatNobodyRunsIsNamed() {
        assertThat(examine(
                        system.bootstrapServers(),
                        system.schemaRegistryUrl(),
                        "--applications",
                        "budkavle-router,views-2"))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("views-2 +FAIL +nobody runs it")
                .containsPattern("budkavle-router +OK")
                .doesNotContain("budkavle-views");
    }

    @Test
    void whatDoesNotAnswerIsNamed() {
        assertThat(examine(system.bootstrapServers(), "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(out.toString()).contains("the registry does not answer");
    }

    @Test
    void noSiteIsTakenOverWhileItsServicesRun() {
        int code = se.budkavle.cli.Budkavle.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "takeover",
                "--bootstrap-servers",
                system.bootstrapServers(),
                "--from",
                "A");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("budkavle-mailbox", "stop all services first");
    }

    private static AlterConfigOp set(String retention) {
        return new AlterConfigOp(new ConfigEntry("retention.ms", retention), AlterConfigOp.OpType.SET);
    }

    private int examine(String kafka, String registry, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "doctor",
                "--url",
                system.gateway().toString(),
                "--bootstrap-servers",
                kafka,
                "--schema-registry",
                registry));
        arguments.addAll(List.of(more));
        return se.budkavle.cli.Budkavle.run(
                new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    }
}
