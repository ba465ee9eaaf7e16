package se.budkavle.schemas;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message's receipts, as somebody holds them, are all there and in their places. Signatures are another question.
 * What was cut off at the end of a chain does not show: nobody who holds a part knows whether more has happened since.
 */
public final class ReceiptChains {

    /** What is wrong with the place of a receipt. */
    public enum Fault {
        /** It is of another message. */
        FOREIGN,
        /** The one before it is not there. */
        MISSING,
        /** The one before it comes after it. */
        REORDERED,
        /** There is another with its number in its chain. */
        REPEATED,
        /** It does not name the one before it: that one, or it, was altered. */
        UNLINKED,
        /** It tells of other content than the rest. */
        OTHER_CONTENT
    }

    private ReceiptChains() {}

    /**
     * Looks at all receipts that somebody holds, in the order in which they are held.
     *
     * @param messageId the message they should be of
     * @return for each, what is wrong with it
     */
    public static List<Set<Fault>> faults(String messageId, List<ReceiptClaims> receipts) {
        String content = receipts.stream()
                .filter(each -> each.messageId().equals(messageId))
                .map(ReceiptClaims::contentDigest)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<Set<Fault>> faults = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            ReceiptClaims receipt = receipts.get(i);
            if (!receipt.messageId().equals(messageId)) {
                faults.add(EnumSet.of(Fault.FOREIGN));
                continue;
            }
            Set<Fault> found = place(receipts, i);
            if (receipt.contentDigest() != null && !receipt.contentDigest().equals(content)) {
                found.add(Fault.OTHER_CONTENT);
            }
            faults.add(found);
        }
        return faults;
    }

    private static Set<Fault> place(List<ReceiptClaims> receipts, int index) {
        ReceiptClaims receipt = receipts.get(index);
        Set<Fault> found = EnumSet.noneOf(Fault.class);
        ReceiptClaims before = null;
        for (int i = 0; i < receipts.size(); i++) {
            ReceiptClaims other = receipts.get(i);
            if (i == index || !other.isOfChainOf(receipt)) {
                continue;
            }
            if (other.number() == receipt.number()) {
                found.add(Fault.REPEATED);
            }
            if (other.number() == receipt.number() - 1) {
                before = other;
            }
            if (i > index && other.number() < receipt.number()) {
                found.add(Fault.REORDERED);
            }
        }
        link(receipt, before).ifPresent(found::add);
        return found;
    }

    private static Optional<Fault> link(ReceiptClaims receipt, @Nullable ReceiptClaims before) {
        if (before == null && receipt.number() != 1) {
            return Optional.of(Fault.MISSING);
        }
        String digest = before == null ? null : before.digest();
        return Objects.equals(receipt.previous(), digest) ? Optional.empty() : Optional.of(Fault.UNLINKED);
    }
}
