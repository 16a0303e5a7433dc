import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { badgeImage, badgeOf } from '../../../src/verify/reports/badge.ts';
import { Gathering } from '../../../src/verify/reports/model.ts';
import { client, ended, runOf, started } from './events.ts';
import { friday, monday, shortPage } from './sample.ts';

function badge(events: readonly RunEvent[]) {
  const gathering = new Gathering();
  for (const event of events) gathering.on(event);
  return badgeOf(gathering.run());
}

describe('a badge', () => {
  it.each([
    ['all passed', runOf([ended('toy/a/b')]), '1 of 1 passed', 'brightgreen'],
    ['only good manners failed', monday, '46 of 47 passed', 'yellow'],
    ['a failure', runOf([shortPage, ended('toy/a/b')]), '1 of 2 passed', 'red'],
    [
      'what can’t be done is no failure',
      runOf([ended('toy/a/b', { verdict: 'unsupported' })]),
      'nothing judged',
      'lightgrey',
    ],
    ['the harness failed', friday, 'run broken', 'lightgrey'],
    ['broken off', [started(), shortPage], 'run broken', 'lightgrey'],
    [
      'a problem of the run',
      runOf([ended('toy/a/b')], {}, { problems: ['x'], exitCode: 1 }),
      '1 of 1 passed',
      'red',
    ],
  ])('%s', (_, events, message, color) => {
    expect(badge(events)).toMatchObject({ schemaVersion: 1, message, color });
  });

  it('is an image whose text is read aloud, whatever the client is called', () => {
    const name = '</text><script>"&\u0000\ud800';
    const image = badgeImage(badge(runOf([ended('toy/a/b')], { client: client(name, '1') })));
    expect(XMLValidator.validate(image)).toBe(true);
    expect(image).not.toContain('<script');
    expect(image).toContain('role="img" aria-label="&lt;/text&gt;');
  });
});
