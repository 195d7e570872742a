// One question at one size in a process of its own, so that its memory is its own: `measure.ts SUBJECT SIZE` prints JSON.

import { measureBucket } from './measure-bucket.ts';
import { measureGlobs } from './measure-globs.ts';
import { measureInternet } from './measure-internet.ts';
import type { Measured, Subject } from './sizes.ts';

const measures: Readonly<Record<Subject, (size: number) => Measured>> = {
  internet: measureInternet,
  bucket: measureBucket,
  globs: measureGlobs,
};

const [subject = '', size] = process.argv.slice(2);
const measure = Object.hasOwn(measures, subject) ? measures[subject as Subject] : undefined;
if (!measure || !Number.isInteger(Number(size))) {
  console.error(
    `measure: given ${subject} ${size}; allowed: one of ${Object.keys(measures).join(', ')}, then a whole number.`,
  );
  process.exit(64);
}
console.log(JSON.stringify(measure(Number(size))));
