/** What a client accepts and what it sends. */
import type { Problem } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { FivetranExchange } from './state.ts';

/** Documented are `application/json` and `application/json;version=2`; whatever else is refused (FT-06, FT-07). */
export function checkAccept(x: FivetranExchange): Problem | undefined {
  const accept = x.header('accept');
  if (accept === undefined || accept.trim() === '') return undefined;
  return accept.split(',').some(admits) ? undefined : refusals.notAcceptable();
}

/** Whether one range of an `Accept` header admits our JSON. Wildcards do: most HTTP clients send one (FT-C04). */
function admits(range: string): boolean {
  const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') return false;
  return parameters.every((parameter) => {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name === 'version') return value === '2';
    return name !== 'q' || Number(value) > 0;
  });
}

/** Bodies are `application/json`, with any parameters: several clients add `;version=2` (FT-09, FT-10). */
export function checkContentType(x: FivetranExchange): Problem | undefined {
  if (x.operation.method !== 'POST' && x.operation.method !== 'PATCH') return undefined;
  const type = (x.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? undefined : refusals.unsupportedMediaType();
}
