package se.budkavle.gateway.json;

import java.util.regex.Pattern;

/** JSON Pointers (RFC 6901). */
public final class Pointers {

    private static final int LONGEST_NAME = 64;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Pointers() {}

    /** {@return the pointer to that member; a name that is long or has control characters is cut, as the caller chose it} */
    public static String child(String parent, String name) {
        return parent + "/" + (isPlain(name) ? name : escaped(name));
    }

    /** As all names that somebody asks for are: each of each request comes by here, faults or none. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!Character.isLetterOrDigit(name.charAt(i))) {
                return false;
            }
        }
        return name.length() <= LONGEST_NAME;
    }

    private static String escaped(String name) {
        var shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return CONTROL.matcher(shown).replaceAll("?").replace("~", "~0").replace("/", "~1");
    }

    /** {@return the pointer to that element} */
    public static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
