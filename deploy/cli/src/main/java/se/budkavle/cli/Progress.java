package se.budkavle.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** How far long work is: a bar on the terminal, and nothing where nobody looks. */
final class Progress implements AutoCloseable {

    /** Said, so that nothing asks the terminal through native code. */
    private static final int WIDTH = 100;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Begins.
     *
     * @param work what is done, in a word
     * @param unit what is counted, such as {@code lines}
     * @param most how many there are; -1: nobody knows
     * @param quiet whether nothing shall be shown at all
     */
    @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25, where there is no terminal
    static Progress of(String work, String unit, long most, boolean quiet) {
        var console = System.console();
        if (console == null || !console.isTerminal() || quiet) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(work)
                .setUnit(" " + unit, 1)
                .setInitialMax(most)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build());
    }

    /** So many are done. */
    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** So many are done, of so many as are known by now. */
    void at(long done, long most) {
        if (bar != null) {
            bar.maxHint(most);
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
