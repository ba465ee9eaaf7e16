package se.budkavle.supplychain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.budkavle.supplychain.Finding.Decision;

/**
 * Looks up libraries in a database.
 *
 * @param now what time it is
 * @param oldest how old the database may be: an old one knows nothing of what was found since
 * @param exceptions what somebody decided to live with
 */
record Examination(Instant now, Duration oldest, Exceptions exceptions) {

    /** A library and what was found of it. */
    private record Hit(Library library, Advisory advisory) {}

    Result examine(Materials materials, Database database) {
        var byPackage = new LinkedHashMap<Library.PackageName, List<Library>>();
        materials.libraries().forEach(library -> library.packages().forEach(each -> byPackage
                .computeIfAbsent(each, absent -> new ArrayList<>())
                .add(library)));
        var hits = new ArrayList<Hit>();
        var extent = database.read(advisory -> candidates(advisory, byPackage).stream()
                .filter(library -> Matching.isAffected(library, advisory))
                .forEach(library -> hits.add(new Hit(library, advisory))));
        if (extent.newest().isBefore(now.minus(oldest))) {
            throw new CannotJudge("The database is too old: nothing in it was changed after " + extent.newest()
                    + ". Bring a newer one, or allow it with --max-age.");
        }
        var findings = findings(hits);
        return new Result(materials.libraries().size(), materials.unknown(), extent, findings, unused(findings));
    }

    private static Set<Library> candidates(Advisory advisory, Map<Library.PackageName, List<Library>> byPackage) {
        var candidates = new LinkedHashSet<Library>();
        for (var affected : advisory.affected()) {
            var of = affected.of();
            if (of != null) {
                candidates.addAll(byPackage.getOrDefault(new Library.PackageName(of.family(), of.name()), List.of()));
            }
        }
        return candidates;
    }

    /** What several databases tell of one fault under different names is one finding. */
    private List<Finding> findings(List<Hit> hits) {
        var byLibrary = new LinkedHashMap<Library, List<List<Advisory>>>();
        for (var hit : hits) {
            var groups = byLibrary.computeIfAbsent(hit.library(), absent -> new ArrayList<>());
            var same = groups.stream()
                    .filter(group -> shareAName(group, hit.advisory()))
                    .toList();
            var group = new ArrayList<Advisory>();
            same.forEach(group::addAll);
            group.add(hit.advisory());
            groups.removeAll(same);
            groups.add(group);
        }
        var findings = new ArrayList<Finding>();
        byLibrary.forEach((library, groups) -> groups.forEach(group -> findings.add(finding(library, group))));
        findings.sort(
                Comparator.comparing((Finding finding) -> finding.library().purl())
                        .thenComparing(finding -> finding.ids().getFirst()));
        return findings;
    }

    private static boolean shareAName(List<Advisory> group, Advisory advisory) {
        return group.stream().anyMatch(other -> other.names().stream().anyMatch(advisory.names()::contains));
    }

    private Finding finding(Library library, List<Advisory> group) {
        var sorted = group.stream().sorted(Comparator.comparing(Advisory::id)).toList();
        var ids = sorted.stream()
                .flatMap(each -> each.names().stream())
                .distinct()
                .sorted()
                .toList();
        return new Finding(
                library,
                ids,
                sorted.stream()
                        .map(Advisory::severity)
                        .filter(each -> !each.equals("-"))
                        .findFirst()
                        .orElse("-"),
                sorted.stream()
                        .map(Advisory::summary)
                        .filter(each -> each != null)
                        .findFirst()
                        .orElse(""),
                sorted.stream()
                        .flatMap(each -> Matching.fixed(library, each).stream())
                        .distinct()
                        .toList(),
                decision(ids));
    }

    private Decision decision(List<String> ids) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return exceptions
                .of(ids)
                .<Decision>map(
                        entry -> entry.isExpired(today) ? new Decision.Expired(entry) : new Decision.Excepted(entry))
                .orElseGet(Decision.Open::new);
    }

    private List<String> unused(List<Finding> findings) {
        var found = new HashSet<String>();
        findings.forEach(finding -> found.addAll(finding.ids()));
        return exceptions.all().stream()
                .map(Exceptions.Entry::id)
                .filter(id -> !found.contains(id))
                .toList();
    }

    /**
     * What came of it.
     *
     * @param libraries how many were looked up
     * @param unknown what could not be
     * @param extent of the database
     * @param findings what was found
     * @param unused exceptions of faults that nothing has
     */
    record Result(
            int libraries, List<String> unknown, Database.Extent extent, List<Finding> findings, List<String> unused) {

        Result {
            unknown = List.copyOf(unknown);
            findings = List.copyOf(findings);
            unused = List.copyOf(unused);
        }

        boolean fails() {
            return findings.stream().anyMatch(Finding::fails);
        }
    }
}
