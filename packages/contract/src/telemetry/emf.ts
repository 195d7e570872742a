// One report as CloudWatch reads it: embedded metric format, specification of the CloudWatch user guide. The values
// stand beside the `_aws` member under the names it declares.

import { type MetricName, type MetricValues, metricNamespace, metrics } from './metrics.ts';

export interface MetricReport {
  readonly _aws: {
    /** Milliseconds since 1970. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

/** Only what the table names and only finite numbers: anything else would make CloudWatch drop the whole report. */
export function metricReport(values: MetricValues, at: Date): MetricReport {
  const names = (Object.keys(metrics) as MetricName[]).filter((name) => Number.isFinite(values[name]));
  return {
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [[]],
          Metrics: names.map((name) => ({ Name: name, Unit: metrics[name].unit })),
        },
      ],
    },
    ...Object.fromEntries(names.map((name) => [name, values[name]])),
  };
}
