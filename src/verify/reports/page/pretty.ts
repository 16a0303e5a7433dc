/**
 * JSON with line breaks, to the letter otherwise: numbers keep every digit and strings every escape, which reading and
 * writing it again would not. What is no JSON comes back as it is.
 */
export function pretty(text: string): string {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return text;
  let depth = 0;
  let out = '';
  // A string, a sign, or a run of anything else: bodies are cut short, so that nothing is sure to be closed.
  for (const [token] of trimmed.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+/gs)) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += `${token}${indent(depth)}`;
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      const empty = /[[{]\s*$/.test(out);
      out = empty ? `${out.trimEnd()}${token}` : `${out}${indent(depth)}${token}`;
    } else if (token === ',') out += `,${indent(depth)}`;
    else out += token === ':' ? ': ' : token;
  }
  return out;
}

function indent(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
