// The report as JSON, in the order of the published schema.

import type { Report } from './report.ts';

export const jsonReport = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
