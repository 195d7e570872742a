// Data points as CloudWatch would hold them: from embedded metric format lines, from lines a filter counts, and from
// samples of AWS's own metrics.

import type { LogFilter } from './definitions.ts';
import { parseFilterPattern } from './filter-pattern.ts';

export type DataPoint = {
  readonly namespace: string;
  readonly name: string;
  /** As `name=value` sorted; empty for none. */
  readonly dimensions: string;
  readonly value: number;
  readonly atMs: number;
};

export type LogLine = {
  /** Name of the log group it would stand in. */
  readonly group: string;
  readonly atMs: number;
  readonly line: Readonly<Record<string, unknown>>;
};

export function dimensionKey(dimensions: Readonly<Record<string, string>>): string {
  return Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

/** Every value that lines in embedded metric format declare; a declared name without a number is a fault of the writer. */
export function embeddedPoints(lines: readonly LogLine[]): readonly DataPoint[] {
  return lines.flatMap(({ line }) => {
    const embedded = line['_aws'] as Embedded | undefined;
    if (embedded === undefined) return [];
    return embedded.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((names) =>
        Metrics.map(({ Name }) => {
          const value = line[Name];
          if (typeof value !== 'number')
            throw new Error(`${Namespace} ${Name} is declared and is no number.`);
          const dimensions = dimensionKey(
            Object.fromEntries(names.map((name) => [name, String(line[name])])),
          );
          return { namespace: Namespace, name: Name, dimensions, value, atMs: embedded.Timestamp };
        }),
      ),
    );
  });
}

type Embedded = {
  readonly Timestamp: number;
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string }[];
  }[];
};

/** One point for each line of the filter's group that it matches. */
export function countedPoints(
  filters: readonly LogFilter[],
  lines: readonly LogLine[],
): readonly DataPoint[] {
  return filters.flatMap(({ group, pattern, namespace, metric }) => {
    const { matches } = parseFilterPattern(pattern);
    return lines
      .filter((each) => each.group === group && matches(each.line))
      .map(({ atMs }) => ({ namespace, name: metric, dimensions: '', value: 1, atMs }));
  });
}
