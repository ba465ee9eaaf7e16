package se.budkavle.gateway.schema;

/**
 * How large the automaton of a regular expression becomes, estimated before it is built: counted repetitions multiply, so
 * that {@code ((a{1000}){1000}){1000}} would fill any memory. What it does not understand it counts as one, which is for the
 * compiler to refuse.
 */
final class PatternCost {

    private static final long MOST = Integer.MAX_VALUE;

    private final String pattern;
    private int at;

    private PatternCost(String pattern) {
        this.pattern = pattern;
    }

    /** {@return about how many states the pattern has, at most the largest int} */
    static long of(String pattern) {
        var cost = new PatternCost(pattern);
        long all = 0;
        while (cost.at < pattern.length()) {
            // A closing parenthesis too many is stepped over.
            all = Math.min(MOST, all + cost.sequence());
            cost.at++;
        }
        return all;
    }

    private long sequence() {
        long all = 0;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            long one = atom();
            while (at < pattern.length() && isRepetition()) {
                one = Math.min(MOST, one * repetition());
            }
            all = Math.min(MOST, all + one);
        }
        return all;
    }

    private long atom() {
        char c = pattern.charAt(at++);
        switch (c) {
            case '(' -> {
                long inner = sequence();
                at++;
                return inner + 2;
            }
            case '[' -> characterClass();
            case '\\' -> at++;
            default -> {}
        }
        return 1;
    }

    private void characterClass() {
        int begin = at;
        // A bracket that comes first, also behind a caret, is a character.
        while (at < pattern.length() && (pattern.charAt(at) != ']' || isFirst(begin))) {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private boolean isFirst(int begin) {
        return at == begin || (at == begin + 1 && pattern.charAt(begin) == '^');
    }

    private boolean isRepetition() {
        char c = pattern.charAt(at);
        return c == '*' || c == '+' || c == '?' || (c == '{' && pattern.indexOf('}', at) > 0);
    }

    /** How many times the atom is written out. */
    private long repetition() {
        if (pattern.charAt(at++) != '{') {
            return 1;
        }
        int end = pattern.indexOf('}', at);
        long largest = 1;
        long number = 0;
        for (; at < end; at++) {
            char c = pattern.charAt(at);
            number = c >= '0' && c <= '9' ? Math.min(MOST, number * 10 + (c - '0')) : 0;
            largest = Math.max(largest, number);
        }
        at++;
        // {3,} is written out three times and once more.
        return largest + 1;
    }
}
