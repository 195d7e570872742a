// Loaded into each API process of a journey: writes down the shape of every command it sends to the database, once:
// command, operators, index options, write concern. Never a value.

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const file = process.env.COMMANDS_FILE;
const require = createRequire(import.meta.url);
const { Connection } = require('mongodb/lib/cmap/connection.js');

const seen = new Set();
const send = Connection.prototype.command;
Connection.prototype.command = function record(ns, command, ...others) {
  for (const shape of shapesOf(command)) {
    if (seen.has(shape)) continue;
    seen.add(shape);
    appendFileSync(file, `${shape}\n`);
  }
  return send.call(this, ns, command, ...others);
};

function* shapesOf(command) {
  const [name] = Object.keys(command);
  yield `command ${name}`;
  if (command.writeConcern !== undefined) yield `write concern ${writeConcern(command.writeConcern)}`;
  for (const option of [
    'collation',
    'hint',
    'let',
    'arrayFilters',
    'readConcern',
    'maxTimeMS',
    'projection',
    'sort',
  ])
    if (command[option] !== undefined) yield `option ${option}`;
  yield* operators('query', command.filter);
  yield* operators('query', command.query);
  yield* update(command.update);
  if (name === 'update') {
    for (const each of listOf(command.updates)) {
      yield* operators('query', each.q);
      yield* update(each.u);
      for (const option of ['collation', 'hint', 'arrayFilters'])
        if (each[option] !== undefined) yield `option ${option}`;
    }
  }
  if (name === 'delete') for (const each of listOf(command.deletes)) yield* operators('query', each.q);
  if (name === 'aggregate') {
    for (const stage of command.pipeline) {
      const [kind] = Object.keys(stage);
      yield `stage ${kind}`;
      yield* operators(kind === '$match' ? 'query' : 'expression', stage[kind]);
    }
  }
  if (name === 'createIndexes') {
    for (const { key, name: _name, ...options } of command.indexes) {
      yield Object.keys(key).length > 1 ? 'index compound' : 'index single';
      for (const direction of Object.values(key))
        if (typeof direction === 'string') yield `index ${direction}`;
      for (const option of Object.keys(options)) yield `index ${option}`;
    }
  }
}

/** The driver sends many as a sequence beside the command. */
function listOf(many) {
  return Array.isArray(many) ? many : many.documents;
}

function* update(change) {
  if (change === undefined || typeof change === 'string') return; // findAndModify that removes; the command's own name
  if (Array.isArray(change)) {
    yield 'update of the array form';
    return;
  }
  const kinds = Object.keys(change);
  if (kinds.some((kind) => !kind.startsWith('$'))) yield 'update that replaces';
  for (const kind of kinds.filter((each) => each.startsWith('$'))) {
    yield `update ${kind}`;
    yield* operators(kind === '$pull' ? 'query' : 'update', change[kind]);
  }
}

function* operators(kind, value) {
  if (Array.isArray(value)) {
    for (const each of value) yield* operators(kind, each);
    return;
  }
  if (typeof value !== 'object' || value === null || value.constructor !== Object) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$')) yield `${kind} ${name}`;
    yield* operators(kind, inner);
  }
}

function writeConcern({ w, j, ...others }) {
  return [`w:${w}`, `j:${j}`, ...Object.keys(others)].join(' ');
}
