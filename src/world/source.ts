/** Text of a world file, as values that still know where they stand. YAML and JSON both: JSON is YAML. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Path } from '../../fixtures/ledger/findings.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Mistake extends Position {
  readonly message: string;
}

/** Where the value at a path stands, or the name of its field. */
export type Locate = (path: Path, points?: 'value' | 'name') => Position;

export type Source =
  | { readonly ok: true; readonly value: unknown; readonly locate: Locate }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** World files are written by hand; what is larger is something else. */
const MOST_BYTES = 5_000_000;
/** Aliases may repeat a part of a file, but not blow it up. */
const MOST_ALIASES = 1000;
const MOST_MISTAKES = 20;

/** Pure; never throws, whatever the text. */
export function readSource(text: string): Source {
  if (text.length > MOST_BYTES) {
    return failed(`it is larger than ${MOST_BYTES} characters, the most a world file may have`);
  }
  try {
    return parsed(text);
  } catch (error) {
    // Nesting thousands deep exhausts the stack of the parser; aliases of aliases exceed its limit.
    const deep = error instanceof RangeError && error.message.startsWith(STACK_EXHAUSTED);
    return failed(deep ? 'it is nested too deeply' : `it can't be read: ${messageOf(error)}`);
  }
}

function parsed(text: string): Source {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  // The parser's own check for keys that stand twice takes quadratic time; ours does not.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const mistakes = syntaxErrors(document, position);
  if (mistakes.length === 0) mistakes.push(...repeatedKeys(document, position));
  if (mistakes.length > 0) return { ok: false, mistakes };
  const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
  return { ok: true, value, locate: (path, points) => position(offsetOf(document, path, points)) };
}

function syntaxErrors(document: Document.Parsed, position: (offset: number) => Position): Mistake[] {
  const deep = document.errors.find(({ message }) => message.startsWith(STACK_EXHAUSTED));
  if (deep) return [{ ...position(deep.pos[0]), message: 'it is nested too deeply' }];
  return document.errors.slice(0, MOST_MISTAKES).map((error) => ({
    ...position(error.pos[0]),
    message: `this is not valid YAML or JSON: ${firstLine(error.message)}`,
  }));
}

/** What V8 says, and the parser passes on. */
const STACK_EXHAUSTED = 'Maximum call stack';

function repeatedKeys(document: Document.Parsed, position: (offset: number) => Position): Mistake[] {
  const found: Mistake[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name) && found.length < MOST_MISTAKES) {
          found.push({ ...position(key.range?.[0] ?? 0), message: `the field "${name}" stands here twice` });
        }
        seen.add(name);
      }
    },
  });
  return found;
}

/**
 * Where the value at a path starts. A path that ends in a field that is not there leads to what should have it; one
 * that ends in a map or a list leads to its field's name, which is where a reader looks.
 */
function offsetOf(document: Document.Parsed, path: Path, points: 'value' | 'name' = 'value'): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isSeq<Node>(node)) node = node.items[Number(step)] ?? null;
    else if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      if (!isScalar(node) || (points === 'name' && index === path.length - 1)) continue;
    } else return offset;
    offset = node?.range?.[0] ?? offset;
  }
  return offset;
}

function failed(message: string): Source {
  return { ok: false, mistakes: [{ line: 1, column: 1, message }] };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? firstLine(error.message) : String(error);
}
