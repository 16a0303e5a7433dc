import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { generate } from '../../src/build/generate.ts';
import { type Output, writeOutputs } from '../../src/build/outputs.ts';
import type { AnswerValidators, OperationSpec, RequestValidators } from '../../src/provider/operation.ts';

const roots: string[] = [];

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** A throw-away project of a few files. */
export function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'understudy-build-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A project whose only provider is `demo`, described by the given OpenAPI document. */
export function demoProject(openapi: string): string {
  return project({ 'contracts/demo/openapi.yaml': openapi });
}

export interface Compiled {
  readonly outputs: readonly Output[];
  readonly operations: readonly OperationSpec[];
  readonly requests: RequestValidators;
  readonly answers: AnswerValidators;
  /** Text of one generated file, by its name. */
  readonly text: (name: string) => string;
}

/** Generates the files of `demo`, writes them and loads them as a program would. */
export async function compileDemo(openapi: string): Promise<Compiled> {
  const root = demoProject(openapi);
  const outputs = await generate(root, ['demo']);
  writeOutputs(root, outputs);
  const load = (name: string) => import(pathToFileURL(join(root, 'mocks/demo/generated', name)).href);
  return {
    outputs,
    operations: (await load('operations.ts')).operations,
    requests: (await load('requests.js')).requests,
    answers: (await load('answers.js')).answers,
    text: (name) => outputs.find((output) => output.path.endsWith(`/${name}`))?.text ?? '',
  };
}

/** A document with the given `paths` and `components`, both indented from the left edge. */
export function openapi(paths: string, components = '{}'): string {
  return `openapi: 3.1.0
info: { title: Demo, version: '1' }
paths:
${indent(paths)}
components:
${indent(components)}
`;
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
