import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job that could not be done, in the words of the protocol. What is unknown is null. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final Integer status;
    private final String code;
    private final Duration retryAfter;

    Failure(String kind, String message) {
        this(kind, message, null, null, null);
    }

    Failure(String kind, String message, Integer status, String code, Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    String kind() {
        return kind;
    }

    /** How long the service said to wait; null: it did not say. */
    Duration retryAfter() {
        return retryAfter;
    }

    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", kind);
        told.put("status", status);
        told.put("code", code);
        told.put("retryAfterMs", retryAfter == null ? null : retryAfter.toMillis());
        told.put("message", getMessage());
        told.values().removeIf(value -> value == null);
        return told;
    }
}
