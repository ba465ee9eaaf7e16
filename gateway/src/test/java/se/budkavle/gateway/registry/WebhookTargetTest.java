package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.TargetPolicy;

class WebhookTargetTest {

    /** Literal addresses resolve to themselves; example.org is public, mixed.test has a private address too. */
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "example.org" -> InetAddress.getAllByName("93.184.215.14");
            case "localhost" -> InetAddress.getAllByName("127.0.0.1");
            case "mixed.test" ->
                new InetAddress[] {InetAddress.getByName("93.184.215.14"), InetAddress.getByName("10.0.0.1")};
            case "nowhere.test" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private final WebhookTarget target = new WebhookTarget(WebhookTargetTest::resolve, new TargetPolicy(false, false));
    private final WebhookTarget local = new WebhookTarget(WebhookTargetTest::resolve, new TargetPolicy(true, false));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/hook?key=1",
                "http://example.org:8080",
                "HTTPS://example.org",
                "https://93.184.215.14/",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"
            })
    void publicOnes(String url) {
        assertThat(target.check(url, "/channel/url")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.org,                not-http",
        "file:///etc/passwd,               not-http",
        "javascript:alert(1),              not-http",
        "example.org,                      not-http",
        "https:///x,                       invalid-uri",
        "https://user:pw@example.org,      invalid-uri",
        "https://example.org/#a,           invalid-uri",
        "https://exa mple.org,             invalid-uri",
        "https://nowhere.test,             unresolvable",
        "https://localhost,                target-not-allowed",
        "https://127.0.0.1,                target-not-allowed",
        "https://10.1.2.3,                 target-not-allowed",
        "https://169.254.169.254,          target-not-allowed",
        "https://[::1],                    target-not-allowed",
        "https://[::ffff:127.0.0.1],       target-not-allowed",
        "https://mixed.test,               target-not-allowed"
    })
    void others(String url, String code) {
        var issue = target.check(url, "/channel/url");

        assertThat(issue).isNotNull();
        assertThat(issue.code()).isEqualTo(code);
        assertThat(issue.pointer()).isEqualTo("/channel/url");
    }

    @Test
    void locallyThisMachineIsAllowedButNoOther() {
        assertThat(local.check("http://localhost:8080/dev/hooks/a", "/url")).isNull();
        assertThat(local.check("http://[::1]:8080/", "/url")).isNull();
        assertThat(local.check("http://10.0.0.1/", "/url")).isNotNull();
    }
}
