import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON, as much of it as is needed here: objects are maps, lists are lists, and numbers are BigDecimals, so that no digit is
 * lost on the way.
 */
final class Json {
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is not JSON, the whole of it */
    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipSpace();
        if (json.at < text.length()) throw json.unexpected("the end");
        return value;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** A member of what may be anything; null if it is not there. */
    static Object member(Object value, String name) {
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private Object value() {
        skipSpace();
        if (at == text.length()) throw unexpected("a value");
        switch (text.charAt(at)) {
            case '{':
                return object();
            case '[':
                return list();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        enter();
        if (!next('}')) {
            do {
                skipSpace();
                if (at == text.length() || text.charAt(at) != '"') throw unexpected("a name");
                String name = string();
                expect(':');
                members.put(name, value());
            } while (next(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        enter();
        if (!next(']')) {
            do items.add(value());
            while (next(','));
            expect(']');
        }
        depth--;
        return items;
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) throw unexpected("less depth");
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') throw unexpected("no control character");
            out.append(c == '\\' ? escaped() : c);
        }
        throw unexpected("the end of a text");
    }

    private char escaped() {
        if (++at == text.length()) throw unexpected("an escape");
        char c = text.charAt(at);
        if (c == 'u') {
            if (at + 4 >= text.length()) throw unexpected("four digits");
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int place = "\"\\/bfnrt".indexOf(c);
        if (place < 0) throw unexpected("an escape");
        return "\"\\/\b\f\n\r\t".charAt(place);
    }

    private BigDecimal number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at++;
        if (from == at) throw unexpected("a value");
        try {
            return new BigDecimal(text.substring(from, at));
        } catch (NumberFormatException error) {
            throw unexpected("a number");
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw unexpected("a value");
        at += word.length();
        return value;
    }

    private boolean next(char wanted) {
        skipSpace();
        if (at == text.length() || text.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!next(wanted)) throw unexpected("'" + wanted + "'");
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("no JSON: " + wanted + " was expected at character " + at);
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> members) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : members.entrySet()) {
                out.append(separator);
                write(entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> items) {
            String separator = "[";
            for (Object item : items) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(separator.equals("[") ? "[]" : "]");
        } else if (value instanceof CharSequence chars) {
            quote(chars, out);
        } else {
            out.append(value); // A number, a truth value or null.
        }
    }

    private static void quote(CharSequence chars, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        out.append('"');
    }
}
