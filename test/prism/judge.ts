/** One provider before two judges: Prism, which nobody here wrote, and the validators made of the contract. */

import type { Provider } from '../../src/provider/index.ts';
import type { AnswerValidators } from '../../src/provider/operation.ts';
import { type Answer, type Ask, type Draft, jsonOf, line } from '../support/traffic/ask.ts';
import type { Dialect } from '../support/traffic/dialect.ts';
import { dialectOf } from '../support/traffic/dialects/index.ts';
import { Reached } from '../support/traffic/reached.ts';
import { Sender } from '../support/traffic/send.ts';
import { stagesOf } from '../support/traffic/stages.ts';
import { throttle } from '../support/traffic/throttle.ts';
import { tour } from '../support/traffic/tour.ts';
import { type Mistaken, mistaken } from './mistaken.ts';
import { type PrismProxy, startPrism } from './proxy.ts';
import { Upstream } from './upstream.ts';
import { violationsOf } from './violations.ts';

export interface Verdict {
  readonly reached: Reached;
  readonly asked: number;
  /** How many of the answers Prism saw. */
  readonly proxied: number;
  /** One line per answer that Prism objects to. */
  readonly violations: readonly string[];
  /** One line per answer that the compiled validators object to. */
  readonly invalid: readonly string[];
  /** Known mistakes of Prism that it did not make this time. */
  readonly unmet: readonly Mistaken[];
  readonly bugs: readonly unknown[];
}

export async function judge(provider: Provider): Promise<Verdict> {
  const dialect = dialectOf(provider);
  const upstream = new Upstream(provider);
  const address = await upstream.listen();
  const prism = await startPrism(provider.id, address);
  const court = new Court(provider, dialect, upstream, address, prism, await provider.contract.answers());
  try {
    await court.sit();
  } finally {
    prism.stop();
    await court.close();
  }
  return court.verdict();
}

class Court {
  readonly #reached = new Reached();
  readonly #violations: string[] = [];
  readonly #invalid: string[] = [];
  readonly #met = new Set<Mistaken>();
  readonly #direct: Sender;
  readonly #proxied: Sender;
  #asked = 0;
  #seen = 0;

  constructor(
    private readonly provider: Provider,
    private readonly dialect: Dialect,
    private readonly upstream: Upstream,
    address: string,
    prism: PrismProxy,
    private readonly validators: AnswerValidators,
  ) {
    this.#direct = new Sender(address);
    this.#proxied = new Sender(prism.url);
  }

  async sit(): Promise<void> {
    const { provider, dialect } = this;
    for (const { title, world: file, wanted, closely } of stagesOf(provider, dialect)) {
      const world = this.upstream.enter(file);
      await tour({ provider, dialect, world, send: this.#send, visit: this.#visit(title), wanted, closely });
    }
    const world = this.upstream.enter({
      limits: 'documented',
      switches: { [provider.id]: dialect.throttled },
    });
    const hammer = this.#direct.send;
    await throttle({ provider, dialect, world, hammer, send: this.#send, visit: this.#visit('limits') });
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct.close(), this.#proxied.close()]);
    await this.upstream.close();
  }

  verdict(): Verdict {
    return {
      reached: this.#reached,
      asked: this.#asked,
      proxied: this.#seen,
      violations: this.#violations,
      invalid: this.#invalid,
      bugs: this.upstream.bugs,
      unmet: mistaken.filter((one) => one.provider === this.provider.id && !this.#met.has(one)),
    };
  }

  readonly #send = (draft: Draft, ask?: Ask): Promise<Answer> =>
    ask?.carried === true ? this.#proxied.send(draft) : this.#direct.send(draft);

  #visit(stage: string) {
    return (ask: Ask, draft: Draft, answer: Answer): void => {
      this.#asked += 1;
      if (ask.carried) this.#seen += 1;
      this.#reached.add(ask, answer);
      const what = `${ask.operation.id} ${answer.status} (${stage}: ${ask.title}; ${line(draft)})`;
      for (const { location, message } of violationsOf(answer)) {
        const known = mistaken.find((one) => this.#excuses(one, ask, answer, message));
        if (known !== undefined) this.#met.add(known);
        else this.#violations.push(`${what} ${location.join('.')}: ${message}`);
      }
      const validate = this.validators[ask.operation.id]?.[String(answer.status)];
      if (validate !== undefined && !validate(jsonOf(answer.text))) {
        this.#invalid.push(`${what} ${JSON.stringify(validate.errors?.[0])}`);
      }
    };
  }

  #excuses(one: Mistaken, ask: Ask, answer: Answer, message: string): boolean {
    return (
      one.provider === this.provider.id &&
      one.operation === ask.operation.id &&
      one.status === answer.status &&
      message.includes(one.says)
    );
  }
}
