package se.budkavle.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Spring's OAuth 2.1 and OpenID Connect server over TLS, as an agency could run it: discovery, JWKS, client credentials by
 * secret or by certificate. Its keys change and it goes away when a test says so.
 */
final class AuthorizationServer implements AutoCloseable {

    static final String CLIENT = "agency";
    static final String SECRET = "secret";
    static final String CERTIFIED_CLIENT = "certified";
    static final String ORGANISATION = "0203:agency.se";

    private final Keys keys = new Keys();
    private final Tomcat tomcat = new Tomcat();
    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

    AuthorizationServer(Certificates certificates, Path folder) throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setConnector(connector(certificates));
        var web = tomcat.addContext("", folder.toString());
        context.setServletContext(web.getServletContext());
        context.register(Beans.class);
        context.addBeanFactoryPostProcessor(factory -> factory.registerSingleton("keys", keys));
        context.refresh();
        var filter = new FilterDef();
        filter.setFilterName("security");
        filter.setFilter(new DelegatingFilterProxy("springSecurityFilterChain", context));
        web.addFilterDef(filter);
        var everything = new FilterMap();
        everything.setFilterName("security");
        everything.addURLPattern("/*");
        web.addFilterMap(everything);
        // Filters alone answer nothing: there must be something behind them.
        Tomcat.addServlet(web, "nothing", new HttpServlet() {}).addMapping("/");
        tomcat.start();
        // As it comes back after an outage.
        tomcat.getConnector().setPort(tomcat.getConnector().getLocalPort());
    }

    private static Connector connector(Certificates certificates) throws Exception {
        var ssl = new SSLHostConfig();
        ssl.setProtocols("TLSv1.3");
        ssl.setCertificateVerification("optional");
        ssl.setTrustStore(certificates.trusted());
        var certificate = new SSLHostConfigCertificate(ssl, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(certificates.serverStore());
        certificate.setCertificateKeystorePassword(new String(Certificates.PASSWORD));
        ssl.addCertificate(certificate);
        var connector = new Connector();
        connector.setPort(0);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        // Its port is closed while it is away, and not only unanswered.
        connector.setProperty("bindOnInit", "false");
        connector.addSslHostConfig(ssl);
        return connector;
    }

    String url() {
        return "https://localhost:" + tomcat.getConnector().getPort();
    }

    /** What it signs with, and what it publishes. */
    Keys keys() {
        return keys;
    }

    void goAway() throws LifecycleException {
        tomcat.getConnector().stop();
    }

    void comeBack() throws LifecycleException {
        tomcat.getConnector().start();
    }

    @Override
    public void close() throws LifecycleException {
        context.close();
        tomcat.stop();
        tomcat.destroy();
    }

    /** Keys of the server: the one that signs, and those that are published. */
    static final class Keys {

        private volatile RSAKey signing = fresh();
        private volatile List<RSAKey> published = List.of(signing);

        private static RSAKey fresh() {
            try {
                return new RSAKeyGenerator(2048)
                        .keyID(UUID.randomUUID().toString())
                        .keyUse(KeyUse.SIGNATURE)
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Signs with a new key that nobody has heard of yet. */
        void signWithAnother() {
            signing = fresh();
        }

        /** Publishes it beside those before it. */
        void publish() {
            published = Stream.concat(Stream.of(signing), published.stream()).toList();
        }

        /** Publishes no other key than the one that signs. */
        void withdrawOthers() {
            published = List.of(signing);
        }

        JWKSet all() {
            return new JWKSet(List.copyOf(published));
        }

        JWKSet signing() {
            return new JWKSet(signing);
        }
    }

    /** The server's parts. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Beans {

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            var withSecret = RegisteredClient.withId(CLIENT)
                    .clientId(CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .scope("inbox:read")
                    .build();
            var withCertificate = RegisteredClient.withId(CERTIFIED_CLIENT)
                    .clientId(CERTIFIED_CLIENT)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                    .clientSettings(ClientSettings.builder()
                            .x509CertificateSubjectDN("CN=" + CERTIFIED_CLIENT)
                            .build())
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .tokenSettings(TokenSettings.builder()
                            .x509CertificateBoundAccessTokens(true)
                            .build())
                    .scope("inbox:read")
                    .build();
            return new InMemoryRegisteredClientRepository(withSecret, withCertificate);
        }

        @Bean
        JWKSource<SecurityContext> published(Keys keys) {
            return (selector, context) -> selector.select(keys.all());
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> published) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(published);
        }

        @Bean
        JwtEncoder encoder(Keys keys) {
            return parameters -> new NimbusJwtEncoder(new ImmutableJWKSet<>(keys.signing())).encode(parameters);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> token.getClaims().audience(List.of("budkavle")).claim("organisation", ORGANISATION);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }
}
