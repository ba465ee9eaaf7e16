package se.budkavle.notifier.evidence;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import java.util.Map;

/** The public keys of receipts, as the gateway publishes them. */
@Controller("/internal/v1/receipt-keys")
class ReceiptKeyController {

    private final ReceiptKeys keys;

    ReceiptKeyController(ReceiptKeys keys) {
        this.keys = keys;
    }

    @Get
    Map<String, List<Map<String, Object>>> keys() {
        return Map.of("keys", keys.published());
    }
}
