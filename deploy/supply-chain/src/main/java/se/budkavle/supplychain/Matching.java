package se.budkavle.supplychain;

import io.github.nscuro.versatile.VersException;
import io.github.nscuro.versatile.VersUtils;
import java.util.List;
import java.util.Map;
import se.budkavle.supplychain.Advisory.Affected;
import se.budkavle.supplychain.Advisory.Range;

/** Whether a library has a fault, as the OSV schema says it is decided. Pure. */
final class Matching {

    private Matching() {}

    /** {@return whether the library has it, as far as the advisory tells} */
    static boolean isAffected(Library library, Advisory advisory) {
        return advisory.withdrawn() == null
                && about(library, advisory).stream().anyMatch(affected -> isAffected(library, affected));
    }

    /** {@return the versions in which it is mended} */
    static List<String> fixed(Library library, Advisory advisory) {
        return about(library, advisory).stream()
                .flatMap(affected -> affected.ranges().stream())
                .filter(Matching::isOfVersions)
                .flatMap(range -> range.events().stream())
                .flatMap(event -> event.entrySet().stream())
                .filter(event -> event.getKey().equals("fixed"))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private static List<Affected> about(Library library, Advisory advisory) {
        return advisory.affected().stream()
                .filter(affected -> library.packages().stream().anyMatch(affected::isOf))
                .toList();
    }

    private static boolean isAffected(Library library, Affected affected) {
        return affected.versions().contains(library.version())
                || affected.ranges().stream()
                        .filter(Matching::isOfVersions)
                        .anyMatch(range -> contains(library, affected, range));
    }

    private static boolean isOfVersions(Range range) {
        return range.type().equals("ECOSYSTEM") || range.type().equals("SEMVER");
    }

    private static boolean contains(Library library, Affected affected, Range range) {
        var of = affected.of();
        var ecosystem = of == null ? "" : of.family();
        var events = range.events().stream()
                .flatMap(event -> event.entrySet().stream())
                .toList();
        try {
            return VersUtils.versFromOsvRange(range.type(), ecosystem, events, affected.databaseSpecific())
                    .contains(library.version());
        } catch (VersException | IllegalArgumentException e) {
            // It speaks of this library, and says what cannot be understood: nobody may read that as "all is well".
            return true;
        }
    }
}
