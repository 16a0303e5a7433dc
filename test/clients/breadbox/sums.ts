/** Sums in exact decimals, by currency. */
import type { Amount } from './wire.ts';

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** A whole number of units of ten to the minus `scale`. */
interface Fixed {
  readonly units: bigint;
  readonly scale: number;
}

const ZERO: Fixed = { units: 0n, scale: 0 };

export class Sums {
  readonly #byName = new Map<string | null, Record<string, Fixed>>();

  /** @param name of the currency @param part which of its sums */
  add(name: string | null, part: string, amount: Amount, sign: 1 | -1): void {
    const sums = this.#byName.get(name) ?? {};
    const { units, scale } = fixed(amount);
    sums[part] = plus(sums[part] ?? ZERO, { units: units * BigInt(sign), scale });
    this.#byName.set(name, sums);
  }

  rows(...parts: readonly string[]): readonly Readonly<Record<string, string | null>>[] {
    return [...this.#byName].map(([name, sums]) => ({
      iso_currency_code: name,
      ...Object.fromEntries(parts.map((part) => [part, text(sums[part] ?? ZERO)])),
    }));
  }
}

function fixed(amount: Amount): Fixed {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(String(amount)) ?? [];
  const scale = fraction.length - Number(power);
  const units = BigInt(`${sign}${whole}${fraction}`);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function plus(a: Fixed, b: Fixed): Fixed {
  const scale = Math.max(a.scale, b.scale);
  return {
    scale,
    units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale),
  };
}

function text({ units, scale }: Fixed): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}
