/** Every member of a JSON body by its place; of a list the first few items stand for all. */

export interface Place {
  readonly steps: readonly (string | number)[];
  /** `data[].name`. */
  readonly name: string;
  readonly value: unknown;
}

const ITEMS = 3;

export function places(body: unknown): Place[] {
  return below(body, [], '');
}

function below(value: unknown, steps: Place['steps'], name: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.slice(0, ITEMS).flatMap((item, i) => below(item, [...steps, i], `${name}[]`));
  return Object.entries(value).flatMap(([key, member]) => {
    const at = { steps: [...steps, key], name: name === '' ? key : `${name}.${key}`, value: member };
    return [at, ...below(member, at.steps, at.name)];
  });
}

/** A copy with another value at a place. */
export function withValue(body: unknown, { steps }: Place, value: unknown): unknown {
  return put(body, steps, () => value);
}

/** A copy without the member at a place. */
export function without(body: unknown, { steps }: Place): unknown {
  return put(body, steps, () => undefined);
}

function put(body: unknown, [step, ...rest]: Place['steps'], change: () => unknown): unknown {
  if (step === undefined) return change();
  if (typeof step === 'number')
    return (body as unknown[]).map((item, i) => (i === step ? put(item, rest, change) : item));
  const object = { ...(body as Record<string, unknown>) };
  const value = put(object[step], rest, change);
  if (value === undefined) delete object[step];
  else object[step] = value;
  return object;
}
