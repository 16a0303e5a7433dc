/** What passes between the suite and an adapter in one case, bounded. */
import type { AdapterLine, Finding } from './events.ts';
import { holdsSecret, masked } from './wire/secrets.ts';

/** Lines kept from the beginning and from the end. */
const KEPT = 40;
const LONGEST = 2000;
/** An adapter that prints garbage prints much of it. */
const MOST_FINDINGS = 5;

export class CaseLog {
  readonly #begun: number;
  readonly #first: AdapterLine[] = [];
  readonly #last: AdapterLine[] = [];
  readonly #misdeeds: string[] = [];
  #leftOut = 0;
  #more = 0;
  /** Where something stood that is looked at for secrets; texts are not kept whole, so they are asked at once. */
  readonly #suspects: { readonly place: string; readonly text: string }[] = [];

  /** @param begun `performance.now()` when the case began */
  constructor(begun: number) {
    this.#begun = begun;
  }

  line(from: AdapterLine['from'], text: string): void {
    const line = { from, atMs: Math.round(performance.now() - this.#begun), text };
    if (from !== 'suite')
      this.#suspect(from === 'stderr' ? 'what it prints on stderr' : 'what it sends', text);
    if (this.#first.length < KEPT) this.#first.push(line);
    else {
      this.#last.push(line);
      if (this.#last.length > KEPT) {
        this.#last.shift();
        this.#leftOut += 1;
      }
    }
  }

  misbehaved(message: string): void {
    if (this.#misdeeds.length < MOST_FINDINGS) this.#misdeeds.push(message);
    else this.#more += 1;
  }

  get findings(): Finding[] {
    const told = this.#misdeeds.map((message): Finding => ({ about: 'protocol', message }));
    if (this.#more > 0) told.push({ about: 'protocol', message: `And ${this.#more} more of that kind.` });
    return told;
  }

  placesOf(secrets: readonly string[]): Set<string> {
    return new Set(this.#suspects.filter(({ text }) => holdsSecret(text, secrets)).map(({ place }) => place));
  }

  shown(secrets: readonly string[]): AdapterLine[] {
    const gap: AdapterLine[] =
      this.#leftOut === 0
        ? []
        : [{ from: 'suite', atMs: this.#last[0]?.atMs ?? 0, text: `(${this.#leftOut} lines left out)` }];
    return [...this.#first, ...gap, ...this.#last].map((line) => {
      // Masked before the cut, or half of a secret could be left.
      const text = masked(line.text, secrets);
      return { ...line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text };
    });
  }

  #suspect(place: string, text: string): void {
    // Values of thousands of rows are long and few; stderr may be many lines.
    if (this.#suspects.length < 1000) this.#suspects.push({ place, text });
  }
}
