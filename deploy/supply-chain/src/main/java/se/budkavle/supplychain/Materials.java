package se.budkavle.supplychain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A bill of materials (CycloneDX, in JSON).
 *
 * @param libraries that can be looked up
 * @param unknown package URLs, or names, of what cannot
 */
record Materials(List<Library> libraries, List<String> unknown) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Materials {
        libraries = List.copyOf(libraries);
        unknown = List.copyOf(unknown);
    }

    static Materials read(Path file) {
        JsonNode bom;
        try {
            bom = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new CannotJudge("The bill of materials cannot be read: " + file);
        }
        if (!"CycloneDX".equals(bom.path("bomFormat").asText())) {
            throw new CannotJudge("Not a bill of materials of CycloneDX in JSON: " + file);
        }
        var libraries = new ArrayList<Library>();
        var unknown = new ArrayList<String>();
        collect(bom.path("components"), libraries, unknown);
        if (libraries.isEmpty()) {
            throw new CannotJudge("The bill of materials names no library that could be looked up: " + file);
        }
        return new Materials(libraries, unknown);
    }

    private static void collect(JsonNode components, List<Library> libraries, List<String> unknown) {
        for (var component : components) {
            var purl = component.path("purl").asText();
            if (purl.isEmpty()) {
                unknown.add(component.path("name").asText());
            } else {
                Library.of(purl).ifPresentOrElse(libraries::add, () -> unknown.add(purl));
            }
            collect(component.path("components"), libraries, unknown);
        }
    }
}
