import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneId;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What a program finds inside an image; run there by {@code deploy/images/test}. Prints each fault, and fails with any. */
public final class Probe {

    private static boolean faulty;

    private Probe() {}

    /** Looks. */
    public static void main(String[] args) throws Exception {
        var user = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .findFirst()
                .orElse("");
        expect(user.equals("Uid:\t65532\t65532\t65532\t65532"), "it runs as " + user);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var authorities = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
        expect(authorities > 50, "it trusts " + authorities + " certificate authorities");
        SSLContext.getDefault().createSSLEngine();
        var summer = ZoneId.of("Europe/Stockholm").getRules().getOffset(Instant.parse("2026-07-01T00:00:00Z"));
        expect(summer.getTotalSeconds() == 7200, "summer in Stockholm is " + summer);
        for (var forbidden : new String[] {"/", "/etc", "/opt", "/opt/java", "/opt/budkavle", "/opt/budkavle/lib", "/var", "/var/lib"}) {
            expect(!canWrite(Path.of(forbidden)), forbidden + " can be written to");
        }
        for (var allowed : new String[] {"/tmp", "/var/lib/budkavle"}) {
            expect(canWrite(Path.of(allowed)), allowed + " cannot be written to");
        }
        for (var program : new String[] {"/bin/sh", "sh", "/opt/java/bin/java"}) {
            expect(!canStart(program), program + " can be started by what runs inside");
        }
        System.exit(faulty ? 1 : 0);
    }

    private static void expect(boolean right, String otherwise) {
        if (!right) {
            faulty = true;
            System.out.println("In the image " + otherwise + ".");
        }
    }

    private static boolean canWrite(Path folder) {
        try {
            Files.delete(Files.writeString(folder.resolve("probe"), "x"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canStart(String program) {
        try {
            new ProcessBuilder(program, "-version").start().destroyForcibly();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
