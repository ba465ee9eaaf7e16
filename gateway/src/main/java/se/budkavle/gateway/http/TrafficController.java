package se.budkavle.gateway.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import se.budkavle.gateway.http.TrafficHistory.Sample;

/** The last hour in figures. */
@Controller("/v1/operator/traffic")
final class TrafficController {

    private final TrafficSampler sampler;
    private final TrafficSettings settings;

    TrafficController(TrafficSampler sampler, TrafficSettings settings) {
        this.sampler = sampler;
        this.settings = settings;
    }

    /**
     * The last hour, as this gateway saw it: after its start it is shorter.
     *
     * @param interval time between two looks, ISO 8601
     * @param items oldest first
     */
    record Traffic(String interval, List<Sample> items) {}

    /** What was accepted, what ended, what is under way, and how far the applications are behind. */
    @Get
    Traffic traffic() {
        return new Traffic(settings.interval().toString(), sampler.samples());
    }
}
