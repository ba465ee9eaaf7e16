package se.budkavle.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.HELD;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Producer;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.ReplayCommandKind;

/** The console in a real browser: every journey with keys alone, for eyes, ears and narrow screens, in two languages. */
@ExtendWith(BudkavleExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleTest {

    private static final String OPERATOR = "0203:operator.example.se";
    private static final String SCOPES = "operator:read operator:write subscriptions:write audit:read";
    private static final String SECRET = "hemlig-rubrik-4711";
    private static final int MANY = 15;
    private static final int NARROW = 320;
    private static final int HALF = 640;
    private static final int WIDE = 1280;

    private final Budkavle budkavle;
    private Chromium chromium;
    private Console console;
    private Webhook webhook;
    private Agency sender;
    private Agency unknown;
    private String subscriptionId;
    private String heldId;
    private String retriedId;
    private String silent;

    ConsoleTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeAll
    void somethingToSee() throws Exception {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        sender = budkavle.newAgency("console-sender");
        var known = budkavle.newAgency("console-known");
        unknown = budkavle.newAgencyWithoutAddress("console-unknown");
        webhook = Webhook.open("?key=" + SECRET).answers(503);
        var own = budkavle.agency(OPERATOR);
        own.put(OPERATOR, own.claim());
        var subscribed = own.subscribes(webhook, EventTypes.ALL);
        subscriptionId = subscribed.id();
        retriedId = own.sends(message().to(known.address())).messageId();
        await("an attempt that failed").until(() -> subscribed.attempts().stream()
                .anyMatch(attempt -> attempt.path("httpStatus").asInt() == 503));
        heldId = holds(sender, unknown).messageId();
        sender.trace(heldId).waitUntil(unknown.address(), HELD);
        budkavle.operator().waitForDeadLetter("messageId=" + heldId);
        silent = fallsSilent();
        console = Console.open(chromium, budkavle.system().gateway(), "en-GB");
        signsIn();
    }

    /** One that sent every four hours until yesterday, as the router tells it: a test cannot wait for that. */
    private String fallsSilent() throws Exception {
        var organisation = "0203:" + Budkavle.fresh("console-silent") + ".se";
        var kafka = new KafkaSettings(
                budkavle.system().bootstrapServers(), budkavle.system().schemaRegistryUrl(), Map.of());
        var events = AvroSerdes.of(kafka).value(Topics.MESSAGE_EVENTS).serializer();
        var last = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(20));
        var told = IntStream.rangeClosed(0, 5)
                .mapToObj(i -> delivered(organisation, last.minus(Duration.ofHours(4L * (5 - i)))))
                .map(event -> events.serialize(Topics.MESSAGE_EVENTS.name(), event))
                .toList();
        new Kafka(budkavle.system().bootstrapServers()).produce(Topics.MESSAGE_EVENTS.name(), organisation, told);
        await("a silence").until(() -> isSilent(organisation));
        return organisation;
    }

    private boolean isSilent(String organisation) {
        var health = budkavle.operator().health(organisation);
        return health.status() == 200 && health.json().path("state").asText().equals("SILENT");
    }

    private static MessageEvent delivered(String organisation, Instant at) {
        return MessageEvent.newBuilder()
                .setEventId(Ids.newId())
                .setMessageId(Ids.newId())
                .setConversationId(organisation)
                .setType(MessageEventType.AVAILABLE)
                .setStatusAfter(AVAILABLE)
                .setAt(at.plusMillis(180))
                .setOrganisation(organisation)
                .setAcceptedAt(at)
                .setProducer(Producer.ROUTER)
                .build();
    }

    @AfterAll
    void close() {
        if (webhook != null) {
            webhook.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingIsAmiss() {
        console.page().evaluate("document.querySelector('dialog')?.close()");
        if (!console.isSignedIn()) {
            signsIn();
        }
        console.hasNoFaults();
    }

    @Test
    void everyPageIsForEverybody() {
        for (var page : pages().entrySet()) {
            console.goesTo(page.getValue());
            looksAt(console, page.getKey() + "-en", ColorScheme.LIGHT, WIDE);
            console.speaks("Svenska");
            looksAt(console, page.getKey() + "-sv", ColorScheme.DARK, HALF);
            console.looks(ColorScheme.LIGHT, WIDE);
            console.speaks("English");
        }
    }

    /** Each language in one of the two schemes and of the two layouts: what goes wrong goes wrong in either language. */
    private static void looksAt(Console console, String where, ColorScheme scheme, int width) {
        // A window of 1280 at 200 % is one of 640.
        for (int each : List.of(NARROW, HALF, WIDE)) {
            console.fits(where, each);
        }
        console.looks(ColorScheme.LIGHT, NARROW);
        console.pictures(where + "-narrow");
        console.looks(scheme, width);
        console.pictures(where);
        console.isAccessible(where);
        assertThat(console.text()).doesNotContain(SECRET);
    }

    private Map<String, String> pages() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview", "overview");
        pages.put("dead-letters", "dead-letters?status=OPEN");
        pages.put("dead-letter", "dead-letters/" + deadLetterOf(heldId));
        pages.put("jobs", "jobs");
        pages.put("messages", "messages");
        pages.put("message", "messages/" + heldId);
        pages.put("message-retried", "messages/" + retriedId);
        pages.put("organisations", "organisations");
        pages.put("organisation", "organisations/" + Http.encoded(sender.organisation()));
        pages.put("organisation-silent", "organisations/" + Http.encoded(silent));
        pages.put("address", "addresses/" + Http.encoded(sender.address()));
        pages.put("subscriptions", "subscriptions");
        pages.put("subscription", "subscriptions/" + subscriptionId);
        pages.put("audit", "audit");
        pages.put("nowhere", "nowhere");
        return pages;
    }

    @Test
    void oneSignsInAtAClickInLocalModeAndOutAgainAndNotWithATokenThatDoesNotHold() {
        var stored = "() => JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage}) + document.cookie";
        console.signsOut();
        assertThat((String) console.page().evaluate(stored)).doesNotContain("eyJ");

        looksAt(console, "sign-in-en", ColorScheme.LIGHT, WIDE);
        console.button("Svenska").click();
        looksAt(console, "sign-in-sv", ColorScheme.DARK, HALF);
        console.looks(ColorScheme.LIGHT, WIDE);
        console.button("English").click();
        console.focus(console.page().locator("#token"));
        console.page().keyboard().insertText("no.such.token");
        console.page().keyboard().press("Enter");
        assertThat(console.page().getByRole(AriaRole.ALERT))
                .hasText("The token does not hold any more. Sign in again.");

        console.presses(console.button("Sign in as operator"), "Enter");
        console.shows("Overview");
        assertThat((String) console.page().evaluate(stored)).contains("eyJ");
        assertThat(console.page().url()).doesNotContain("eyJ");
        console.page().reload();
        console.shows("Overview");
    }

    @Test
    void theLanguageIsChangedWithoutLosingThePlace() {
        console.goesTo("messages");
        console.presses(console.button("Svenska"), "Enter");

        console.shows("Sök");
        assertThat(console.button("Svenska")).isFocused();
        assertThat(console.page()).hasTitle("Sök · Budkavle");
        console.page().reload();
        console.shows("Sök");
        console.speaks("English");
    }

    @Test
    void theSkipLinkLeadsPastTheMenu() {
        console.goesTo("overview");
        console.page().evaluate("document.activeElement.blur()");
        console.presses(console.link("Skip to the content"), "Enter");

        assertThat(console.page().locator("h1")).isFocused();
    }

    @Test
    void aMessageIsFoundAndItsLifeIsToldStepByStep() {
        console.presses(console.link("Search"), "Enter");
        console.shows("Search");
        console.focus(console.page().locator("#any-id"));
        console.page().keyboard().insertText(heldId);
        console.page().keyboard().press("Enter");
        console.isAccessible("what was found");
        console.presses(console.link(heldId), "Enter");
        console.comesTo(heldId);

        console.shows("The life of a message");
        assertThat(console.page().locator(".time-line")).containsText("Held for");
        assertThat(console.page().locator(".time-line")).containsText(unknown.address());
        assertThat(console.text()).doesNotContain(SECRET);
    }

    @Test
    void aDeadLetterIsUnderstoodMendedAndReplayed() {
        var nobody = budkavle.newAgencyWithoutAddress("console-nobody");
        var message = holds(sender, nobody).messageId();
        deadLetterOf(message);
        console.presses(console.link("Dead letters"), "Enter");
        console.shows("Dead letters");
        console.fills("Message id", message);
        console.page().keyboard().press("Enter");
        console.comesTo(message);
        var link = console.page().locator("tbody th a");
        assertThat(link).hasCount(1);
        console.presses(link, "Enter");
        console.shows("Dead letter");
        assertThat(console.page().locator(".lead")).containsText("register it, then replay");
        nobody.claims(nobody.address());

        console.presses(console.button("Replay"), "Enter");
        var dialog = console.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).isVisible();
        console.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(console.button("Replay")).isFocused();
        console.page().keyboard().press("Enter");
        console.isAccessible("the question before a replay");
        console.confirms();

        assertThat(console.page().locator(".subject .pill")).hasText("Replayed");
        sender.trace(message).waitUntil(nobody.address(), AVAILABLE);
    }

    @Test
    void someAreReplayedAtOnceAndTheProgressIsTold() {
        var other = budkavle.newAgency("console-bulk");
        var mended = budkavle.newAgencyWithoutAddress("console-mended");
        var messages = List.of(holds(other, mended), holds(other, mended), holds(other, mended));
        messages.forEach(each -> deadLetterOf(each.messageId()));
        mended.claims(mended.address());
        console.goesTo("dead-letters?status=OPEN&organisation=" + Http.encoded(other.organisation()));
        assertThat(console.page().locator("tbody tr")).hasCount(3);
        console.presses(console.page().getByLabel("Choose all that are shown"), "Space");
        console.presses(console.button("Replay"), "Enter");
        console.confirms();

        assertThat(console.page().locator(".run p")).hasText("Ended: 3 of 3 done, 0 refused");
        assertThat(console.page().locator(".run progress")).hasAttribute("max", "3");
        console.isAccessible("a run that has ended");
        messages.forEach(each -> other.trace(each.messageId()).waitUntil(mended.address(), AVAILABLE));
    }

    @Test
    void anOrganisationIsSuspendedAndResumed() {
        var agency = budkavle.newAgency("console-suspended");
        console.goesTo("organisations/" + Http.encoded(agency.organisation()));
        var status = console.page().locator(".subject .pill");
        assertThat(status).hasText("Active");
        assertThat(console.button("Resume: " + agency.organisation())).hasCount(0);
        console.presses(console.button("Suspend: " + agency.organisation()), "Enter");
        console.confirms();
        assertThat(status).hasText("Suspended");
        assertThat(console.button("Suspend: " + agency.organisation())).hasCount(0);
        agency.posts(message().to(agency.address())).expectProblem(403, "organisation-suspended");

        console.presses(console.button("Resume: " + agency.organisation()), "Enter");
        console.confirms();
        assertThat(status).hasText("Active");
    }

    @Test
    void anAddressIsFoundSuspendedAndResumed() {
        var agency = budkavle.newAgency("console-braked");
        console.goesTo("messages");
        console.fills("Id", agency.address());
        console.page().keyboard().press("Enter");
        console.presses(console.page().locator("tbody a[href^='#/addresses/']"), "Enter");
        console.shows("Address");
        var status = console.page().locator(".subject .pill");
        assertThat(status).hasText("Active");

        console.presses(console.button("Suspend: " + agency.address()), "Enter");
        console.fills("Reason", "under-investigation");
        console.isAccessible("the question before an address is suspended");
        console.page().keyboard().press("Enter");
        assertThat(status).hasText("Suspended");
        assertThat(statusOf(agency)).isEqualTo("SUSPENDED");

        console.presses(console.button("Resume: " + agency.address()), "Enter");
        console.confirms();
        assertThat(status).hasText("Active");
        assertThat(statusOf(agency)).isEqualTo("ACTIVE");
    }

    private static String statusOf(Agency agency) {
        return agency.call("GET", "/v1/addresses/" + Http.encoded(agency.address()))
                .send()
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    @Test
    void allOfAFilterIsReplayedByAJobThatIsWatchedAndStopped() {
        var other = budkavle.newAgency("console-job");
        var nobody = Stream.generate(() -> "0203:" + Budkavle.fresh("console-nobody") + ".se")
                .limit(MANY)
                .toArray(String[]::new);
        other.sends(message().to(nobody).with("allOrNothing", false).text(SECRET));
        var filter = "status=OPEN&organisation=" + Http.encoded(other.organisation());
        await("dead letters")
                .until(() -> budkavle.operator().deadLetters(filter).size() == MANY);

        console.goesTo("dead-letters?" + filter);
        console.presses(console.button("Replay all of this filter"), "Enter");
        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("Replay " + MANY + " dead letters?");
        console.fills("At most so many a second", "1");
        console.isAccessible("the question before a job");
        console.page().keyboard().press("Enter");
        console.shows("Jobs");
        var job = console.page().locator("tbody tr").first();
        assertThat(job).containsText(other.organisation());
        assertThat(job.locator(".pill")).hasText("Running");
        assertThat(job.locator("td[data-title='Sent again']")).not().hasText("0");
        console.isAccessible("a job that runs");

        console.presses(job.getByRole(AriaRole.BUTTON), "Enter");
        assertThat(console.page().locator(".told")).hasText("It stops. What it has done stays done.");
        assertThat(console.page().locator(".told")).isFocused();
        assertThat(job.locator(".pill")).hasText("Stopped");
    }

    @Test
    void whoFellSilentIsSeenOnTheOverviewAndUnderstood() {
        console.goesTo("overview");
        console.presses(console.page().locator("a[href='#/organisations/" + Http.encoded(silent) + "']"), "Enter");

        console.comesTo(Http.encoded(silent));
        assertThat(console.page().locator(".body")).containsText("Silent");
        assertThat(console.page().locator(".body")).containsText("12 h");
    }

    /** An installation may leave health out; one that has none is not started for this: the answer is put in its place. */
    @Test
    void theOverviewIsThereWhereNobodyLooksAfterOrganisations() {
        var organisations = "**/v1/operator/organisations?*";
        console.page()
                .route(
                        organisations,
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(404)
                                .setContentType("application/problem+json")
                                .setBody("{\"code\": \"not-found\", \"title\": \"Not found\", \"status\": 404}")));
        try {
            console.goesTo("overview");

            assertThat(console.page().locator(".headline")).isVisible();
            assertThat(console.page().locator(".empty").last()).containsText("How organisations fare is not known");
        } finally {
            console.page().unroute(organisations);
        }
    }

    @Test
    void anAgencySeesWhatIsItsOwnAndNoMore() {
        console.signsOut().signsInWith(budkavle.token(OPERATOR, Agency.SCOPES));
        try {
            console.shows("Subscriptions");
            assertThat(console.page().locator(".menu a")).hasCount(1);
            console.presses(console.link("e2e"), "Enter");

            console.shows("Subscription");
            assertThat(console.page().locator("tbody tr").first()).containsText("Refused by the endpoint (503)");
            console.goesTo("dead-letters");
            console.shows("There is no such page");
        } finally {
            console.signsOut();
        }
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        var found = console.page().evaluate("""
                    async needed => {
                      const { english } = await import('/console/text/en.js');
                      const { swedish } = await import('/console/text/sv.js');
                      const holes = text => (text.match(/\\{\\w+\\}/g) ?? []).toSorted().join();
                      const keys = Object.keys({ ...english, ...swedish });
                      return keys.filter(key => !(key in english) || !(key in swedish) || holes(english[key]) !== holes(swedish[key]))
                        .concat(needed.filter(key => !(key in english)));
                    }
                    """, needed().toList());

        assertThat((List<?>) found).as("texts that are missing or differ").isEmpty();
    }

    /** A word for every reason that there is, what to do about it, and every act that can stand in the audit. */
    private static Stream<String> needed() {
        var reasons = Stream.of(Reason.values())
                .map(Reason::code)
                .flatMap(code -> Stream.of("reason." + code, "explanation." + code));
        var acts = Stream.<Enum<?>>concat(
                        Stream.of(RegistryCommandKind.values()),
                        Stream.of(
                                DeadLetterCommandKind.REPLAY,
                                DeadLetterCommandKind.DISCARD,
                                ReplayCommandKind.START_JOB,
                                ReplayCommandKind.STOP_JOB))
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .filter(name -> !name.equals("unknown"))
                .map(name -> "action." + name);
        return Stream.concat(reasons, acts);
    }

    private void signsIn() {
        console.signsInWith(budkavle.token(OPERATOR, SCOPES));
    }

    /** Sends a message that waits for an operator, as nobody has the address. */
    private static Receipt holds(Agency sender, Agency nobody) {
        return sender.sends(message()
                .to(sender.address(), nobody.organisation())
                .with("allOrNothing", false)
                .with("label", SECRET)
                .with("caseId", SECRET)
                .text(SECRET));
    }

    private String deadLetterOf(String messageId) {
        return budkavle.operator()
                .waitForDeadLetter("messageId=" + messageId)
                .path("id")
                .asText();
    }
}
