package se.budkavle.gateway.message;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Configuration {@code budkavle.gateway.batch}: how much one batch of messages may be.
 *
 * @param maxLines most messages; what follows is not read
 * @param maxLineBytes longest line
 * @param window most messages of one batch that wait for their confirmation at a time
 * @param windowBytes most bytes of lines that do, and so lie in memory; one line always may
 */
@ConfigurationProperties("budkavle.gateway.batch")
public record BatchSettings(int maxLines, int maxLineBytes, int window, int windowBytes) {

    /** Validates. */
    public BatchSettings {
        if (maxLines < 1 || maxLineBytes < 1 || window < 1 || windowBytes < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.batch.max-lines, .max-line-bytes, .window and .window-bytes must be at least 1");
        }
    }
}
