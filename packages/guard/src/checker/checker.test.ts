// What makes the checker worth asking: it shares nothing with the engines, it is small, and it can say no.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = ['./', './reading/'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => ({
      name: `${folder}${name}`,
      text: readFileSync(new URL(`${folder}${name}`, import.meta.url), 'utf8'),
    })),
);

/** What may be shared: numbers of addresses, and the resources as they were declared. */
const allowed =
  /^(\.\/(reading\/)?(access|network)-[a-z]+\.ts|(\.\.\/){1,2}(addresses|read\/closed-world|read\/cloudformation\/value)\.ts|node:(fs|url))$/;

const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');

/** Lines that are neither empty nor comment. */
const codeLines = (text: string) =>
  text.split('\n').filter((line) => !/^\s*(\/\/|\/\*\*|\*|$)/.test(line)).length;

const sizeOf = (test: (name: string) => boolean) =>
  sources.reduce((lines, { name, text }) => lines + (test(name) ? codeLines(text) : 0), 0);

describe('the checker', () => {
  it('imports nothing from what it checks', () => {
    const foreign = sources.flatMap(({ name, text }) =>
      importsOf(text).flatMap((from) => (allowed.test(from) ? [] : [`${name}: ${from}`])),
    );
    expect(foreign).toEqual([]);
  });

  it.each(['../reason/boxes.ts', '../../model/model.ts', '../../reason/access/policy/pattern.ts'])(
    'would be seen importing %s',
    (planted) => {
      expect(importsOf(`import { x } from '${planted}';`).every((from) => allowed.test(from))).toBe(false);
    },
  );

  // Decision 0020 says what the figures mean, and why a second reading is not below 300.
  it('reads networks in less than 760 lines of code, their transit gateways in 300, and policies in 770', () => {
    const ofTransit = (name: string) => name.includes('reading/network-transit');
    expect(sizeOf((name) => name.includes('reading/network-') && !ofTransit(name))).toBeLessThan(760);
    expect(sizeOf(ofTransit)).toBeLessThan(300);
    expect(sizeOf((name) => name.includes('reading/access-'))).toBeLessThan(770);
  });

  it('judges the certificates of both engines in less than 300 lines of code', () => {
    expect(sizeOf((name) => !name.includes('reading/'))).toBeLessThan(300);
  });
});
