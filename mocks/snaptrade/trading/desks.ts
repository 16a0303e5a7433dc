/** Every desk, by the name that orders know it by. */
import { optionDesk } from '../options/desk.ts';
import type { Desk } from './desk.ts';
import type { DeskName } from './order.ts';
import { shares } from './shares.ts';

const desks: Readonly<Record<DeskName, Desk>> = {
  shares,
  // A coin is a security of the ledger like any other; only its orders come in another form.
  coins: shares,
  options: optionDesk,
};

export function deskOf({ desk: name }: { readonly desk: DeskName }): Desk {
  return desks[name];
}
