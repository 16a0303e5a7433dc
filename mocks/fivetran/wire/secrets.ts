/** Secrets of a source never leave: they read back as six asterisks (FT-37). */
export const SECRET = /password|secret|token|private_key|api_key|passphrase|^pats$/;
const MASK = '******';

export function masked(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, SECRET.test(name) ? hidden(value) : within(value)]),
  );
}

function hidden(value: unknown): unknown {
  return Array.isArray(value) ? value.map(() => MASK) : MASK;
}

function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  return typeof value === 'object' && value !== null ? masked(value as Record<string, unknown>) : value;
}
