import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { coresIn, freePort, Machine, processorTime, residentMemory, takeTurn } from './machine.ts';
import { firstAnswer } from './servers/ready.ts';

const NODE = process.execPath;

describe('the machine', () => {
  const machine = new Machine(undefined);
  afterEach(() => machine.close());

  it('reads lists of cores', () => {
    expect(coresIn(' 0,1\n')).toEqual([0, 1]);
    expect(coresIn('0-2,5')).toEqual([0, 1, 2, 5]);
    expect(coresIn('3')).toEqual([3]);
  });

  it('leaves no process and no folder behind', async () => {
    const folder = machine.temporaryFolder();
    writeFileSync(join(folder, 'something'), '');
    const running = machine.launch('idle', {}, NODE, '-e', 'setInterval(() => {}, 1000); console.log("up")');
    await running.line((line) => line);
    await machine.close();
    expect(running.ended).toBe(true);
    expect(existsSync(folder)).toBe(false);
  });

  it('finds the line it waits for among others', async () => {
    const running = machine.launch('chatty', {}, NODE, '-e', 'console.log("a\\nport 7\\nb")');
    expect(await running.line((line) => /^port (\d)$/.exec(line)?.[1])).toBe('7');
  });

  it('tells what a program said before it failed', async () => {
    const running = machine.launch('broken', {}, NODE, '-e', 'console.error("no luck"); process.exit(3)');
    await expect(running.line(() => undefined)).rejects.toThrow(/broken ended with code 3.*no luck/s);
  });

  it('tells of a program that is not there', async () => {
    const running = machine.launch('nobody', {}, '/no/such/program');
    await expect(running.line(() => undefined)).rejects.toThrow('nobody did not start');
  });

  it('waits for the first answer, and takes no refusal for one', async () => {
    const port = await freePort();
    const script = `setTimeout(() => require('node:http').createServer((req, res) => {
      res.statusCode = req.url === '/right' ? 200 : 404;
      res.end('hello');
    }).listen(${port}, '127.0.0.1'), 100)`;
    const running = machine.launch('late', {}, NODE, '-e', script);
    expect(await firstAnswer(running, { port, path: '/right' }, 5)).toBe('hello');
    await expect(firstAnswer(running, { port, path: '/wrong' }, 5)).rejects.toThrow(
      'answered /wrong with 404',
    );
  });

  it('does not wait for a server that has ended', async () => {
    const running = machine.launch('gone', {}, NODE, '-e', '0');
    const port = await freePort();
    await expect(firstAnswer(running, { port, path: '/' }, 5)).rejects.toThrow('gone ended');
  });

  it('reads what a process has used, where the system tells', () => {
    const { user, system } = process.cpuUsage();
    const used = (user + system) / 1000;
    const told = processorTime(process.pid);
    expect(told !== undefined).toBe(existsSync('/proc/self/schedstat'));
    // Threads that have ended are left out.
    expect(Math.abs((told ?? used) - used)).toBeLessThan(500);
    expect(processorTime(2 ** 30)).toBeUndefined();
    expect(residentMemory(process.pid)).toBeGreaterThan(20);
  });

  it('gives the processor to one at a time, and to all in the end', async () => {
    const busy = async () => {
      const running = machine.launch('busy', {}, NODE, '-e', 'console.log("up"); for (;;);');
      await running.line((line) => line);
      return running.pid;
    };
    const pids = [await busy(), await busy()];
    const used = async (turn: number | undefined): Promise<number[]> => {
      takeTurn(turn, pids);
      const before = pids.map((pid) => processorTime(pid) ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return pids.map((pid, i) => (processorTime(pid) ?? 0) - (before[i] ?? 0));
    };
    for (const [place, turn] of pids.entries()) {
      const times = await used(turn);
      expect(times[place]).toBeGreaterThan(50);
      expect(times[1 - place]).toBeLessThan(20);
    }
    for (const time of await used(undefined)) expect(time).toBeGreaterThan(20);
  });
});
