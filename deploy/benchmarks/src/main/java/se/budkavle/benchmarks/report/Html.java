package se.budkavle.benchmarks.report;

/** Text in a page. */
final class Html {

    private Html() {}

    /** Text that means nothing but itself. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
