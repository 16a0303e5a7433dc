import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { pointerSegments } from './json.ts';
import type { Problem } from './problems.ts';

/** A YAML (or JSON, which is YAML too) file that still knows on which line each value stands. */
export interface YamlSource {
  /** Relative to the project root. */
  readonly file: string;
  readonly value: unknown;
  /** Syntax errors: duplicate keys, bad indentation and so on. */
  readonly problems: readonly Problem[];
  /** The line of the value a JSON pointer leads to, or of its nearest ancestor that exists. */
  readonly lineOf: (pointer: string) => number;
  /** A problem at a pointer, with file and line filled in. */
  readonly problem: (pointer: string, message: string) => Problem;
}

export function readYaml(root: string, file: string): YamlSource {
  return parseYaml(file, readFileSync(join(root, file), 'utf8'));
}

function parseYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    message: `is not valid YAML: ${firstLine(error.message)}`,
  }));
  const lineOf = (pointer: string) => lines.linePos(offsetOf(document, pointerSegments(pointer))).line;
  return {
    file,
    value: problems.length === 0 ? document.toJS() : undefined,
    problems,
    lineOf,
    problem: (pointer, message) => ({ file, line: lineOf(pointer), pointer, message }),
  };
}

/**
 * Where a value starts. For a member of a map that is its key, not its value: the value of `get:` starts a line
 * later, which is not where a reader looks.
 */
function offsetOf(document: Document.Parsed, segments: readonly string[]): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const segment of segments) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const step = child(node, segment);
    if (!step) break;
    offset = step.offset;
    node = step.node;
  }
  return offset;
}

function child(node: Node | null, segment: string): { offset: number; node: Node | null } | undefined {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(segment)];
    return item ? { offset: item.range?.[0] ?? 0, node: item } : undefined;
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  // Keys are compared as text: a status written `200:` is a number to YAML.
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === segment);
  return pair ? { offset: pair.key.range?.[0] ?? 0, node: pair.value } : undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
