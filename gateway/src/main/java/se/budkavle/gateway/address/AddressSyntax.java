package se.budkavle.gateway.address;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of a digital address: 3 to 255 characters of {@code a-z 0-9 . _ : -}, folded to lower case, beginning and
 * ending with a letter or digit, without {@code ..}.
 */
public final class AddressSyntax {

    // ASCII is checked before folding: Unicode folds signs such as KELVIN into it.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,253}[A-Za-z0-9]");

    /** Code and detail of an issue about an address. */
    public static final String CODE = "invalid-address";

    /** What an address looks like, for people. */
    public static final String DETAIL =
            "Not an address: 3 to 255 characters of a-z 0-9 . _ : - that begin and end with a letter or digit, without '..'.";

    private AddressSyntax() {}

    /** {@return the address, folded; null if it is none} */
    public static @Nullable String fold(String text) {
        return FORM.matcher(text).matches() && !text.contains("..") ? text.toLowerCase(Locale.ROOT) : null;
    }
}
