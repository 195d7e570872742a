import { describe, expect, it } from 'vitest';
import { nodeTooOld } from '../setup/node-version.mjs';
import { readOptions } from '../setup/options.mjs';

const around = { callerFolder: '/home/someone', root: '/checkout', mongodbUri: undefined };
const read = (...args: string[]) => readOptions(args, around);

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(read()).toEqual({
      kind: 'run',
      options: { port: 8080, data: '/checkout/.data', fresh: false, demo: true, api: 2, mongodbUri: null },
    });
  });

  it('are all taken', () => {
    expect(read('--port', '9000', '--data', '/d', '--fresh', '--no-demo', '--api', '3')).toEqual({
      kind: 'run',
      options: { port: 9000, data: '/d', fresh: true, demo: false, api: 3, mongodbUri: null },
    });
  });

  it('may be written with an equals sign', () => {
    expect(read('--port=9000', '--data=/a=b')).toMatchObject({ options: { port: 9000, data: '/a=b' } });
  });

  it('take a relative folder from where the caller stands', () => {
    expect(read('--data', 'here')).toMatchObject({ options: { data: '/home/someone/here' } });
  });

  it.each(['--help', '-h'])('%s asks for the text', (arg) => {
    expect(read('--port', '9000', arg)).toEqual({ kind: 'help' });
  });

  it.each([
    [['--prot', '80'], '--prot is not an option of npm start; allowed: --port N'],
    [['start'], 'start is not an option'],
    [['--port'], 'from 0 to 65535, given: nothing'],
    [['--port', 'http'], 'from 0 to 65535, given: http'],
    [['--port', '65536'], 'given: 65536'],
    [['--port', '-1'], 'given: -1'],
    [['--port', '80.5'], 'given: 80.5'],
    [['--port='], 'given: .'],
    [['--api', '0'], 'from 1 to 16, given: 0'],
    [['--api', '1e1'], 'given: 1e1'],
    [['--data'], '--data takes a folder, given: nothing'],
    [['--data', '--fresh'], '--data takes a folder, given: --fresh'],
    [['--data', ''], '--data takes a folder'],
  ])('%j is refused in one sentence', (args, sentence) => {
    const wish = read(...args);
    expect(wish.kind === 'refused' ? wish.sentence : wish.kind).toContain(sentence);
  });

  it('use the server of MONGODB_URI', () => {
    const wish = readOptions([], { ...around, mongodbUri: 'mongodb://db.example/' });
    expect(wish).toMatchObject({ options: { mongodbUri: 'mongodb://db.example/' } });
    expect(readOptions([], { ...around, mongodbUri: '' })).toMatchObject({ options: { mongodbUri: null } });
  });

  it('refuse a MONGODB_URI of another kind, without repeating it: it may hold a password', () => {
    const wish = readOptions([], { ...around, mongodbUri: 'postgres://me:secret@db' });
    expect(wish.kind === 'refused' ? wish.sentence : '').toContain('must begin with mongodb://');
    expect(JSON.stringify(wish)).not.toContain('secret');
  });

  it('never empty a server', () => {
    const wish = readOptions(['--fresh'], { ...around, mongodbUri: 'mongodb://db.example/' });
    expect(wish.kind).toBe('refused');
  });
});

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('%s will do', (version) => {
    expect(nodeTooOld(version)).toBeNull();
  });
  it.each(['20.18.3', '18.20.0', '8.0.0'])('%s is too old, and the sentence says what to do', (version) => {
    expect(nodeTooOld(version)).toContain(`Node ${version} is too old`);
    expect(nodeTooOld(version)).toContain('.nvmrc');
  });
});
