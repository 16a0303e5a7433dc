import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A message of Redbark's webhooks: believed for its signature, and read for what it is. */
final class Webhook {
    /** Older ones are somebody else's, sent again. */
    private static final Duration OLDEST = Duration.ofMinutes(5);

    private Webhook() {}

    /** Rows in the words and units of the REST API: the message has snake_case, small letters and whole cents. */
    static Map<String, Object> receive(Case played) throws Failure {
        String body = played.input("body");
        String timestamp = played.input("timestamp");
        // What was signed is the raw body, not what it means: it is parsed only afterwards.
        String right = "sha256=" + signed(timestamp + "." + body, played.input("secret"));
        if (!MessageDigest.isEqual(bytes(right), bytes(played.input("signature")))) {
            throw new Failure("unauthorized", "the message is not signed with our secret");
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, played.now()).abs().compareTo(OLDEST) > 0) {
            throw new Failure("unauthorized", "the message is too old");
        }
        Object message = Json.parse(body);
        List<Object> rows = new ArrayList<>();
        for (Object row : (List<?>) Json.member(Json.member(message, "data"), "new")) rows.add(row(row));
        Object metadata = Json.member(message, "metadata");
        return Map.of(
                "id", Json.member(message, "id"),
                "type", Json.member(message, "type"),
                "chunk", Json.member(metadata, "chunk"),
                "totalChunks", Json.member(metadata, "total_chunks"),
                "rows", rows);
    }

    private static Map<String, Object> row(Object row) {
        Object amount = Json.member(row, "amount");
        BigDecimal cents = (BigDecimal) (amount != null ? amount : Json.member(row, "total_amount"));
        return Map.of(
                "id", Json.member(row, "id"),
                "accountId", Json.member(row, "account_id"),
                "amount", cents.movePointLeft(2).toPlainString(),
                "currency", Json.member(row, "currency").toString().toUpperCase(Locale.ROOT));
    }

    private static String signed(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // Every Java has it.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
