import type { Provider } from '../provider/define.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { Journal } from './journal.ts';
import type { JournalRecord } from './record.ts';
import { Redaction, type SecretNames } from './redaction.ts';
import { secretValuesOf } from './secret-values.ts';

/** The journal of a world, as large as its file says, and without what its providers call secret. */
export function journalOf(
  world: LiveWorld,
  providers: ReadonlyMap<string, Provider>,
  told?: (record: JournalRecord) => void,
): Journal {
  const redaction = new Redaction(
    (id) => namesOf(providers.get(id)),
    () => secretValuesOf(world, providers.values()),
  );
  return new Journal(world.file.journal, redaction, told);
}

function namesOf(provider: Provider | undefined): SecretNames {
  return {
    parameters: provider?.secretParameters ?? [],
    members: provider?.secretMembers ?? [],
    addresses: provider?.secretInAddresses ?? [],
  };
}
