package se.budkavle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** Tells SDK messages (DIGG's {@code MessageWithAttachments:3}) from other files. */
final class SdkXml {

    private static final String NAMESPACE = "urn:riv:infrastructure:messaging:MessageWithAttachments:3";

    private SdkXml() {}

    /** Whether the file's root element is that of an SDK message. */
    static boolean is(Path file) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            var reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    return NAMESPACE.equals(reader.getNamespaceURI());
                }
            }
            return false;
        } catch (XMLStreamException | IOException notXml) {
            return false;
        }
    }
}
