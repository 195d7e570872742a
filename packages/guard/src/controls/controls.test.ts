// The laws over the set of controls. Each holds for controls that do not exist yet.

import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nist80053r5 } from '../standards/nist-800-53r5.ts';
import { judgedLater, promiseIds, promises } from '../threats/promises.ts';
import { threatIds, threats, threatsLater, trustBoundaries } from '../threats/threats.ts';
import { modelOfResources } from './examples/run-example.ts';
import { changed } from './examples/site.ts';
import { controls } from './index.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const groups = ['compute', 'governance', 'identity', 'network', 'storage'];
const files = groups.flatMap((group) =>
  readdirSync(`${folder}/${group}`).map((name) => ({ group, id: name.replace(/\.ts$/, '') })),
);

describe('the set of controls', () => {
  it('lists every file as a control whose id is the file name', async () => {
    expect(files.map(({ id }) => id).sort()).toEqual(controls.map(({ id }) => id).sort());
    for (const { group, id } of files) {
      const module = (await import(`./${group}/${id}.ts`)) as { default: { id: string } };
      expect(module.default.id).toBe(id);
    }
  });

  it('cites only threats, promises and requirements that exist', () => {
    for (const control of controls) {
      expect(control.threats.filter((id) => !(id in threats))).toEqual([]);
      expect(control.keeps.filter((id) => !(id in promises))).toEqual([]);
      expect(control.satisfies.filter((id) => !(id in nist80053r5))).toEqual([]);
      expect(control.threats.length * control.keeps.length * control.satisfies.length).toBeGreaterThan(0);
    }
  });

  it('answers every threat, but for the ones that are named as later', () => {
    const answered = new Set(controls.flatMap((control) => control.threats));
    expect(threatIds.filter((id) => !answered.has(id))).toEqual(threatsLater);
  });

  it('keeps every promise by a control, or says what is not judged yet', () => {
    const kept = new Set(controls.flatMap((control) => control.keeps));
    expect(promiseIds.filter((id) => !kept.has(id) && judgedLater(id) === undefined)).toEqual([]);
  });

  it('knows a threat of every STRIDE category, on every boundary it draws', () => {
    expect(new Set(threatIds.flatMap((id) => threats[id].stride)).size).toBe(6);
    const drawn = new Set(threatIds.map((id) => threats[id].boundary));
    expect(Object.keys(trustBoundaries).filter((id) => !drawn.has(id as never))).toEqual([]);
  });

  it('pins the promises that no control judges yet, so that the list only shrinks on purpose', () => {
    const kept = new Set(controls.flatMap((control) => control.keeps));
    expect(promiseIds.filter((id) => !kept.has(id))).toEqual([
      'AUTO',
      'MODELS',
      'MOVE',
      'STRIDE',
      'RECOVER',
      'SVC-CLOUDWATCH',
      'SVC-CLOUDTRAIL',
      'HOST-AUDITD',
      'HOST-FAIL2BAN',
      'HOST-FIREWALLD',
      'HOST-CHRONYD',
      'HOST-RSYSLOG',
      'MONITOR',
      'BP-TRAIL',
    ]);
  });
});

describe.each(controls.map((control) => [control.id, control] as const))('%s', (_, control) => {
  it.each(control.examples.map((example) => [example.name, example.verdict, example.given] as const))(
    '%s: %s',
    (_name, verdict, given) => {
      const finding = control.prove(modelOfResources(given));
      expect(
        finding.verdict,
        JSON.stringify(finding, (_key, value) => (typeof value === 'bigint' ? String(value) : value)).slice(
          0,
          1200,
        ),
      ).toBe(verdict);
      if (finding.verdict === 'refuted') {
        expect(finding.resources.length).toBeGreaterThan(0);
        expect(finding.witness.summary).not.toMatch(/undefined|⟦/);
      }
      if ('reason' in finding) expect(finding.reason).not.toMatch(/undefined|⟦/);
    },
  );

  it('shows itself proved, refuted and unknown', () => {
    const shown = new Set(control.examples.map(({ verdict }) => verdict));
    expect([...shown]).toEqual(expect.arrayContaining(['proved', 'refuted', 'unknown']));
  });

  it('has a file that reads as its id', () => {
    expect(groups.some((group) => existsSync(`${folder}/${group}/${control.id}.ts`))).toBe(true);
  });
});

/** Paths of all leaves of a Resources section, inside Properties. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return path.includes('Properties') ? [path] : [];
  const keys = Object.keys(value);
  // A reference is one leaf: hiding half of it would only make it malformed.
  if (keys.length === 1 && /^(Ref|Fn::)/.test(keys[0] ?? ''))
    return path.includes('Properties') ? [path] : [];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

describe('what the input hides', () => {
  const hidden = { 'Fn::ImportValue': 'elsewhere' };
  // One value in seven by default, another seventh for each control; GUARD_HIDDEN_EVERY=1 hides each of them.
  const every = Number(process.env['GUARD_HIDDEN_EVERY'] ?? 7);
  it.each(controls.map((control, index) => [control.id, control, index] as const))(
    '%s: hiding a value never makes a broken claim proved',
    (_id, control, index) => {
      for (const { name, given } of control.examples.filter(({ verdict }) => verdict === 'refuted')) {
        for (const [position, path] of leaves(given).entries()) {
          if ((position + index) % every !== 0) continue;
          const finding = control.prove(modelOfResources(changed(given, { [path.join('.')]: hidden })));
          expect(finding.verdict, `${name}: ${path.join('.')} hidden`).not.toBe('proved');
        }
      }
    },
  );
});
