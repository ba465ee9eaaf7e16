package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypeNamesTest {

    @ParameterizedTest
    @CsvSource({
        "0203:trafikverket.se,     se.trafikverket.",
        "0203:Trafikverket.SE,     se.trafikverket.",
        "0203:data.scb-test.se,    se.scb-test.data.",
        "0007:2021006297,          ",
        "0203:se,                  ",
        "0203:.se,                 ",
        "0203:a..se,               ",
        "trafikverket.se,          "
    })
    void aDomainReversedIsWhatTypesBeginWith(String organisation, String prefix) {
        assertThat(EventTypeNames.prefixOf(organisation)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "se.trafikverket.roadworks.changed, 0203:trafikverket.se,     true",
        "se.trafikverket.,                  0203:trafikverket.se,     false",
        "se.trafikverket,                   0203:trafikverket.se,     false",
        "se.trafikverketet.changed,         0203:trafikverket.se,     false",
        "se.trafikverket.data.changed,      0203:data.trafikverket.se, true",
        "se.trafikverket.changed,           0203:data.trafikverket.se, false",
        "se.budkavle.message.accepted,      0203:budkavle.se,         false"
    })
    void aTypeIsWhoseDomainItBeginsWith(String type, String organisation, boolean own) {
        assertThat(EventTypeNames.isOwn(type, organisation)).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "se.trafikverket.roadworks.changed, true",
        "a,                                 false",
        ".se.a,                             false",
        "se.a.,                             false",
        "se.a b,                            false",
        "se/a,                              false"
    })
    void whatATypeLooksLike(String type, boolean wellFormed) {
        assertThat(EventTypeNames.isWellFormed(type)).isEqualTo(wellFormed);
    }

    @ParameterizedTest
    @CsvSource({
        // not registered: by the domain
        "se.a.x,        0203:a.se, ,          true",
        "se.a.x,        0203:b.se, ,          false",
        // registered: its owner alone, whatever its name
        "se.a.x,        0203:a.se, 0203:a.se, true",
        "se.a.x,        0203:a.se, 0203:b.se, false",
        "se.a.x,        0203:b.se, 0203:b.se, true",
        "se.budkavle.x, 0203:b.se, 0203:b.se, false"
    })
    void whoPublishesAType(String type, String organisation, String owner, boolean may) {
        assertThat(EventTypeNames.mayPublish(type, organisation, owner)).isEqualTo(may);
    }
}
