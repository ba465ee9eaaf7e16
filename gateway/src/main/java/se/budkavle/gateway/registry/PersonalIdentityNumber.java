package se.budkavle.gateway.registry;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Swedish personal identity number or coordination number (Folkbokföringslagen, section 18; Skatteverket, SKV 704 and
 * 707): year, month and day of birth, the day plus 60 in a coordination number, three digits and a check digit.
 *
 * @param digits its twelve digits; never logged, never stored
 */
public record PersonalIdentityNumber(String digits) {

    private static final Pattern FORM = Pattern.compile("(\\d{8})-?(\\d{4})");
    private static final int COORDINATION = 60;

    /** {@return the number that a text of twelve digits, with or without a dash before the last four, is; or null} */
    public static @Nullable PersonalIdentityNumber of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        var digits = form.group(1) + form.group(2);
        return isDate(digits) && checksOut(digits) ? new PersonalIdentityNumber(digits) : null;
    }

    private static boolean isDate(String digits) {
        int day = Integer.parseInt(digits.substring(6, 8));
        try {
            LocalDate.of(
                    Integer.parseInt(digits.substring(0, 4)),
                    Integer.parseInt(digits.substring(4, 6)),
                    day > COORDINATION ? day - COORDINATION : day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Luhn's sum over the ten digits without the century. */
    private static boolean checksOut(String digits) {
        int sum = 0;
        for (int i = 2; i < digits.length(); i++) {
            int weighted = (digits.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += weighted / 10 + weighted % 10;
        }
        return sum % 10 == 0;
    }

    /** Names no number. */
    @Override
    public String toString() {
        return "PersonalIdentityNumber";
    }
}
