package se.budkavle.schemas;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose an event type is by its name: the gateway asks when events are published, the router when types are registered. */
public final class EventTypeNames {

    /** Types that the backbone alone publishes begin with this. */
    public static final String BACKBONE_PREFIX = "se.budkavle.";

    /** Types of the backbone that are told to operators alone begin with this. */
    private static final String OPERATOR_PREFIX = BACKBONE_PREFIX + "operator.";

    /** An organisation's identifier that names a domain, {@code 0203:trafikverket.se}: at least two labels. */
    private static final Pattern DOMAIN =
            Pattern.compile("[0-9]{4}:((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9])");

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,253}[A-Za-z0-9]");

    private EventTypeNames() {}

    /** Whether a text can be an event type: 2 to 255 of {@code A-Z a-z 0-9 . _ -}, a letter or digit at both ends. */
    public static boolean isWellFormed(String type) {
        return FORM.matcher(type).matches();
    }

    /**
     * Whether an organisation may publish events of a type.
     *
     * @param owner with whom the type is registered; null where it is not
     */
    public static boolean mayPublish(String type, String organisation, @Nullable String owner) {
        return owner == null ? isOwn(type, organisation) : !isBackbones(type) && owner.equalsIgnoreCase(organisation);
    }

    /** Whether a type is the backbone's own, so that nobody else registers or publishes it. */
    public static boolean isBackbones(String type) {
        return type.startsWith(BACKBONE_PREFIX);
    }

    /** Whether a type is told to operators alone; to no other subscription, whatever its organisation. */
    public static boolean isForOperators(String type) {
        return type.startsWith(OPERATOR_PREFIX);
    }

    /**
     * Whether a type is an organisation's by its domain: {@code se.trafikverket.roadworks.changed} is that of
     * {@code 0203:trafikverket.se}. The backbone's own types are nobody's.
     */
    public static boolean isOwn(String type, String organisation) {
        String prefix = prefixOf(organisation);
        return prefix != null && type.startsWith(prefix) && type.length() > prefix.length() && !isBackbones(type);
    }

    /** What an organisation's types begin with: {@code se.trafikverket.}; null where its identifier is no domain. */
    public static @Nullable String prefixOf(String organisation) {
        Matcher domain = DOMAIN.matcher(organisation.toLowerCase(Locale.ROOT));
        if (!domain.matches()) {
            return null;
        }
        List<String> labels = Arrays.asList(domain.group(1).split("\\.", -1));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
