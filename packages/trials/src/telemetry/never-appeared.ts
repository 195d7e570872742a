// What monitoring asks for and nobody says: an alarm over a metric that is never written, a filter for a line that does
// not come, a column that stays empty. Pure over the definitions and what was recorded.

import { type DataPoint, dimensionKey, type LogLine } from './data-points.ts';
import type { Definitions, MetricRead } from './definitions.ts';
import { parseFilterPattern, valueAt } from './filter-pattern.ts';
import { queryFields, runQuery } from './insights.ts';
import type { Sample } from './samples.ts';

export type Recorded = {
  readonly metrics: readonly Sample[];
  readonly lines: readonly LogLine[];
};

export const metricKey = ({
  namespace,
  name,
  dimensions,
}: Pick<DataPoint, 'namespace' | 'name' | 'dimensions'>) =>
  `${namespace} ${name}${dimensions === '' ? '' : ` ${dimensions}`}`;

/** One sentence for each name that never appeared. */
export function neverAppeared(definitions: Definitions, { metrics, lines }: Recorded): readonly string[] {
  const known = new Set(metrics.map(metricKey));
  const ofGroup = (group: string) => lines.filter((line) => line.group === group).map(({ line }) => line);
  const absent = (by: string, read: Omit<MetricRead, 'statistic'>) => {
    const key = metricKey({ ...read, dimensions: dimensionKey(read.dimensions) });
    return known.has(key) ? [] : [`${by} reads ${key}`];
  };
  return [
    ...definitions.alarms.flatMap(({ name, reads }) =>
      Object.values(reads).flatMap((read) => absent(`alarm ${name}`, read)),
    ),
    ...definitions.widgets.flatMap(({ title, metrics: drawn }) =>
      drawn.flatMap((read) => absent(`widget ${title}`, read)),
    ),
    ...definitions.logWidgets.flatMap(({ title, group, query }) => [
      ...(runQuery(query, ofGroup(group)).length > 0 ? [] : [`widget ${title} finds nothing in ${group}`]),
      ...absentFields(`widget ${title}`, query, ofGroup(group)),
    ]),
    ...notShown(definitions),
    ...[...definitions.filters, ...definitions.subscriptions].flatMap(({ group, pattern }) => {
      const { fields, matches } = parseFilterPattern(pattern);
      const heard = ofGroup(group);
      return [
        ...(heard.some(matches) ? [] : [`filter ${pattern} finds nothing in ${group}`]),
        ...fields
          .filter((field) => !heard.some((line) => valueAt(line, field.split('.')) !== undefined))
          .map((field) => `filter ${pattern} reads ${field}`),
      ];
    }),
    ...definitions.queries.flatMap(({ name, group, query }) =>
      absentFields(`query ${name}`, query, ofGroup(group)),
    ),
  ];
}

/** An alarm that the page leaves out, or one it shows that is none. */
function notShown({ alarms, composites, alarmsShown }: Definitions): readonly string[] {
  const names = [...alarms, ...composites].map(({ name }) => name);
  return [
    ...alarmsShown
      .filter((name) => !names.includes(name))
      .map((name) => `page shows ${name}, which is no alarm`),
    ...names.filter((name) => !alarmsShown.includes(name)).map((name) => `page does not show ${name}`),
  ];
}

/** Fields of a query that stand in no line of its log. */
export function absentFields(
  by: string,
  query: string,
  lines: readonly LogLine['line'][],
): readonly string[] {
  return queryFields(query)
    .filter((field) => !lines.some((line) => (line[field] ?? valueAt(line, field.split('.'))) !== undefined))
    .map((field) => `${by} reads ${field}`);
}
