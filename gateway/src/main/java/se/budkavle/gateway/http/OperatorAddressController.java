package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import se.budkavle.gateway.registry.AddressCommands;
import se.budkavle.schemas.avro.RegistryCommandKind;

/** An operator's brake on an address: what goes to it is held until an operator resumes it. */
@Controller("/v1/operator/addresses")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperatorAddressController {

    private final OperatorBrake brake;

    OperatorAddressController(AddressCommands commands) {
        this.brake = new OperatorBrake(
                RegistryCommandKind.SUSPEND_ADDRESS, RegistryCommandKind.RESUME_ADDRESS, commands::changeAsOperator);
    }

    /** Suspends an address, whosever it is; its owner is told why, and cannot resume it. What goes to it is held. */
    @Post("/{address}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.SuspensionBody.class)))
    @ApiResponse(responseCode = "204", description = "Suspended")
    HttpResponse<?> suspend(HttpRequest<byte[]> request, String address) {
        return brake.suspend(request, Paths.address(address, "address"));
    }

    /** Ends an operator's suspension: the address is again what its owner had made of it. What was held goes on, in order. */
    @Post("/{address}/resume")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "204", description = "Resumed")
    HttpResponse<?> resume(HttpRequest<?> request, String address) {
        return brake.resume(request, Paths.address(address, "address"));
    }
}
