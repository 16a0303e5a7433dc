/** The scenarios that come along: each can be played, and does what its name says. */
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../fixtures/scenarios/generated/scenarios.ts';
import { checkedScenario, scenarioNames } from '../../src/scenarios/check.ts';
import { providers } from '../../src/understudy.ts';

describe('the scenarios that come along', () => {
  it('are fifteen at least', () => {
    expect(scenarioNames().length).toBeGreaterThanOrEqual(15);
  });

  it.each(scenarioNames())('%s has no mistake', (name) => {
    const checked = checkedScenario(structuredClone(scenarios[name]), providers);
    expect(checked.ok ? [] : checked.findings).toEqual([]);
  });
});
