package se.budkavle.router.decision;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may be the first to own an address. */
public final class AddressClaim {

    /** An organisation's identifier ({@code <4 digits>:<name>}) at the end, at the start or after {@code :} or a dot. */
    private static final Pattern OWN_SUFFIX = Pattern.compile("(?:^|[:.])([0-9]{4}:[^:]+)$");

    private AddressClaim() {}

    /** The organisation whose identifier the address ends with, and which alone may claim it; null where none does. */
    public static @Nullable String reservedFor(String address) {
        Matcher suffix = OWN_SUFFIX.matcher(address.toLowerCase(Locale.ROOT));
        return suffix.find() ? suffix.group(1) : null;
    }

    /**
     * Whether an organisation may claim an address that nobody owns.
     *
     * @param address the address
     * @param organisation who claims it, {@code 0203:skatteverket.se}
     * @param firstComeFirstOwned whether addresses reserved for nobody are free, or left to operators
     */
    public static boolean isOpenTo(String address, String organisation, boolean firstComeFirstOwned) {
        String owner = reservedFor(address);
        return owner == null ? firstComeFirstOwned : owner.equals(organisation.toLowerCase(Locale.ROOT));
    }
}
