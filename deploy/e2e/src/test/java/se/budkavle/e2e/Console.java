package se.budkavle.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** The console in a tab of its own, which is used with keys alone. */
final class Console implements AutoCloseable {

    private static final String AXE = axe();
    private static final boolean PICTURES = Boolean.getBoolean("budkavle.e2e.pictures");
    private static final int MOST_TABS = 200;
    private static final int HEIGHT = 900;

    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private Console(URI gateway, BrowserContext context) {
        this.context = context;
        context.onRequest(request -> {
            var asked = URI.create(request.url());
            if (!gateway.getAuthority().equals(asked.getAuthority())) {
                faults.add("asked another host: " + asked);
            }
            if (request.url().contains("eyJ")) {
                faults.add("a token in an address: " + asked.getPath());
            }
        });
        context.addInitScript("addEventListener('securitypolicyviolation', e =>"
                + " console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile))");
        this.page = context.newPage();
        page.onPageError(error -> faults.add("threw: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("olicy")) {
                faults.add(message.text());
            }
        });
    }

    /** Opens it, not signed in, for someone who prefers a language ({@code sv-SE}, {@code en-GB}). */
    static Console open(Chromium chromium, URI gateway, String locale) {
        var context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(locale)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(1280, HEIGHT));
        var console = new Console(gateway, context);
        console.page.navigate(gateway + "/console");
        return console;
    }

    Page page() {
        return page;
    }

    /** Puts a token in the field and signs in, with keys alone. */
    Console signsInWith(String token) {
        focus(page.locator("#token"));
        page.keyboard().insertText(token);
        page.keyboard().press("Enter");
        isReady();
        return this;
    }

    /** Signs out, and leaves no place behind. */
    Console signsOut() {
        presses(button("Sign out"), "Enter");
        page.evaluate("location.hash = ''");
        return this;
    }

    boolean isSignedIn() {
        return page.locator("#token").count() == 0;
    }

    /** Goes to a page by its address, such as {@code dead-letters?status=OPEN}; to the one that is shown, anew. */
    Console goesTo(String place) {
        page.evaluate("""
                place => {
                  const isThere = location.hash === '#/' + place;
                  location.hash = '#/' + place;
                  if (isThere) {
                    dispatchEvent(new HashChangeEvent('hashchange'));
                  }
                }
                """, place);
        comesTo(place);
        return this;
    }

    /** Changes the language. */
    void speaks(String language) {
        button(language).click();
        isReady();
    }

    /** Puts something in a field in place of what is there. */
    void fills(String label, String text) {
        focus(page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)));
        page.keyboard().press("Control+A");
        page.keyboard().insertText(text);
    }

    /** Waits until the address has a part, and what it names is shown. */
    void comesTo(String part) {
        page.waitForFunction("part => location.hash.includes(part)", part);
        // The event that the new address causes comes in a task of its own, before the next one.
        page.evaluate("() => new Promise(done => setTimeout(done))");
        isReady();
    }

    /** Waits until a page is shown. */
    void isReady() {
        assertThat(page.locator(".body")).hasAttribute("aria-busy", "false");
    }

    void shows(String heading) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(heading);
        isReady();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    /** Presses something as those do who have no mouse: Tab, or back, until it has the focus, then the key. */
    void presses(Locator target, String key) {
        focus(target);
        page.keyboard().press(key);
    }

    /** Says yes to the question that is asked. */
    void confirms() {
        presses(page.getByRole(AriaRole.DIALOG).locator("button[type=submit]"), "Enter");
    }

    /** Tabs on until something has the focus, and sees that the focus shows. */
    void focus(Locator target) {
        assertThat(target).isVisible();
        boolean isBehind = (boolean)
                target.evaluate(
                        "element => (document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0");
        for (int i = 0; i < MOST_TABS; i++) {
            if ((boolean) target.evaluate("element => element === document.activeElement")) {
                assertThat((String) target.evaluate("element => getComputedStyle(element).outlineStyle"))
                        .as("focus of %s shows", target)
                        .isNotEqualTo("none");
                return;
            }
            page.keyboard().press(isBehind ? "Shift+Tab" : "Tab");
        }
        throw new AssertionError(target + " cannot be reached with the Tab key");
    }

    /** Asserts that the rules of WCAG 2.1 AA that a machine can check hold. */
    void isAccessible(String where) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(AXE);
        }
        var found = page.evaluate("""
                () => axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
                  .then(results => results.violations.map(each =>
                    each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')))
                """);
        assertThat((List<?>) found).as("axe on %s", where).isEmpty();
    }

    /** Looks as those do who prefer it light or dark, at a width. */
    void looks(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, HEIGHT);
    }

    /** Asserts that nothing is beside the page, and nothing has to be scrolled to the side. */
    void fits(String where, int width) {
        page.setViewportSize(width, HEIGHT);
        assertThat((boolean) page.evaluate(
                        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s fits in %d px", where, width)
                .isTrue();
    }

    /** Keeps a picture for people to look at, where they ask for it: it takes its time. */
    void pictures(String name) {
        if (PICTURES) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/console", name + ".png"))
                    .setFullPage(true));
        }
    }

    /** Everything that stands on the page, with what only screen readers get. */
    String text() {
        return page.content();
    }

    private static String axe() {
        try (var version =
                Console.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            var properties = new Properties();
            properties.load(version);
            var path = "/META-INF/resources/webjars/axe-core/" + properties.getProperty("version") + "/axe.min.js";
            try (var source = Console.class.getResourceAsStream(path)) {
                return new String(source.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that since the last time no page broke its policy, threw, or asked another host. */
    void hasNoFaults() {
        var found = List.copyOf(faults);
        faults.clear();
        assertThat(found).as("policy, errors and other hosts").isEmpty();
    }

    @Override
    public void close() {
        context.close();
        hasNoFaults();
    }
}
