/** HTTP Basic, with the escapes that OAuth asks for. */

/** Id and secret of an `Authorization` header; not yet held against anything. */
export function basicOf(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const given = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  if (given === undefined) return undefined;
  const text = Buffer.from(given, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  return { id: unescaped(text.slice(0, colon)), secret: unescaped(text.slice(colon + 1)) };
}

/** Both are form-encoded before they go into the header (RFC 6749, 2.3.1); many clients leave that out. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
