package se.budkavle.supplychain;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A library of the bill of materials.
 *
 * @param purl as it stands there
 * @param packages under which names an advisory may speak of it
 * @param version its version
 */
record Library(String purl, List<PackageName> packages, String version) {

    Library {
        packages = List.copyOf(packages);
    }

    /**
     * A package of an ecosystem of the OSV schema.
     *
     * @param ecosystem its name there
     * @param name of the package, as the ecosystem writes it
     */
    record PackageName(String ecosystem, String name) {}

    /** {@return the library that a package URL names, or none where it is of no ecosystem that is known here} */
    static Optional<Library> of(String purl) {
        PackageURL url;
        try {
            url = new PackageURL(purl);
        } catch (MalformedPackageURLException e) {
            throw new CannotJudge("Not a package URL: " + purl);
        }
        var namespace = url.getNamespace() == null ? "" : url.getNamespace();
        var packages =
                switch (url.getType()) {
                    case "maven" -> maven(namespace, url.getName());
                    case "npm" ->
                        List.of(new PackageName(
                                "npm", namespace.isEmpty() ? url.getName() : namespace + "/" + url.getName()));
                    default -> List.<PackageName>of();
                };
        if (packages.isEmpty()) {
            return Optional.empty();
        }
        if (url.getVersion() == null || url.getVersion().isBlank()) {
            throw new CannotJudge("It has no version: " + purl);
        }
        return Optional.of(new Library(purl, packages, url.getVersion()));
    }

    private static List<PackageName> maven(String group, String artifact) {
        var packages = new ArrayList<PackageName>();
        packages.add(new PackageName("Maven", group + ":" + artifact));
        // A WebJar is an npm package inside a jar, and advisories are written of the former.
        if (group.equals("org.webjars") || group.equals("org.webjars.npm")) {
            packages.add(new PackageName("npm", artifact));
            packages.add(new PackageName("npm", artifact + "-dist"));
        }
        return packages;
    }
}
