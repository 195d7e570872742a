// The three tools' own reports, read into findings. A report of another form than expected is an error and never
// "nothing found".

import Type, { type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';
import type { Finding, Tool, ToolReport } from './finding.ts';

const CheckovReport = Type.Object({
  results: Type.Object({
    failed_checks: Type.Array(
      Type.Object({
        check_id: Type.String(),
        check_name: Type.String(),
        file_path: Type.String(),
        resource: Type.String(),
      }),
    ),
  }),
  summary: Type.Object({
    passed: Type.Integer({ minimum: 1 }),
    failed: Type.Integer(),
    parsing_errors: Type.Literal(0),
    checkov_version: Type.String(),
  }),
});

const LintReport = Type.Array(
  Type.Object({
    Filename: Type.String(),
    Message: Type.String(),
    Rule: Type.Object({ Id: Type.String() }),
    Location: Type.Object({ Path: Type.Union([Type.Array(Type.Unknown()), Type.Null()]) }),
  }),
);

const ValidationReport = Type.Object({
  pluginReports: Type.Array(
    Type.Object({
      pluginName: Type.String(),
      pluginVersion: Type.Optional(Type.String()),
      conclusion: Type.Union([Type.Literal('success'), Type.Literal('failure')]),
      violations: Type.Array(
        Type.Object({
          ruleName: Type.String(),
          description: Type.String(),
          violatingConstructs: Type.Array(Type.Object({ constructPath: Type.Optional(Type.String()) })),
        }),
      ),
    }),
  ),
});

export function readCheckov(output: string): ToolReport {
  const { results, summary } = parse('checkov', CheckovReport, output);
  const findings = results.failed_checks.map(({ check_id, check_name, file_path, resource }) => ({
    tool: 'checkov' as const,
    check: check_id,
    ...placeOf(file_path),
    resource: resource.slice(resource.indexOf('.') + 1),
    message: check_name,
  }));
  if (findings.length !== summary.failed)
    throw new Error(
      `checkov: given ${findings.length} findings for a count of ${summary.failed}, allowed is the same; run it by hand and compare.`,
    );
  return { tool: 'checkov', version: summary.checkov_version, passed: summary.passed, findings };
}

export function readLint(output: string, version: string): ToolReport {
  const findings = parse('cfn-lint', LintReport, output).map(({ Filename, Message, Rule, Location }) => ({
    tool: 'cfn-lint' as const,
    check: Rule.Id,
    ...placeOf(Filename),
    resource: Location.Path?.[0] === 'Resources' ? String(Location.Path[1]) : '',
    message: Message,
  }));
  return { tool: 'cfn-lint', version, passed: undefined, findings };
}

/** CDK's own validation; what a construct acknowledges is not among its violations any more. */
export function readValidation(output: string): ToolReport {
  const report = parse('built-in validation', ValidationReport, output).pluginReports.find(
    ({ pluginName }) => pluginName === 'CloudFormation Validate',
  );
  if (report === undefined)
    throw new Error(
      'built-in validation: given a report without the plugin "CloudFormation Validate", allowed is one with it; is CDK_VALIDATION on?',
    );
  const findings = report.violations.flatMap(({ ruleName, description, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath = '' }): Finding => {
      const [environment = '', stack = '', ...rest] = constructPath.split('/');
      return {
        tool: 'built-in validation',
        check: ruleName,
        environment,
        stack,
        resource: rest.join('/'),
        message: description,
      };
    }),
  );
  return { tool: 'built-in validation', version: report.pluginVersion ?? '', passed: undefined, findings };
}

/** `…/dev/api.template.json` → dev, api. */
function placeOf(file: string): { readonly environment: string; readonly stack: string } {
  const found = /([^/]+)\/([^/]+)\.template\.json$/.exec(file);
  return { environment: found?.[1] ?? '', stack: found?.[2] ?? '' };
}

function parse<Schema extends TSchema>(tool: Tool, schema: Schema, output: string): Static<Schema> {
  const given = json(tool, output);
  if (Value.Check(schema, given)) return given;
  const places = [...Value.Errors(schema, given)].slice(0, 3).map((error) => error.instancePath || '/');
  throw new Error(
    `${tool}: given a report of an unknown form at ${places.join(', ')}, allowed is that of the pinned version; compare it with tool-output.ts.`,
  );
}

function json(tool: Tool, output: string): unknown {
  try {
    return JSON.parse(output);
  } catch (error) {
    throw new Error(
      `${tool}: given output that is not JSON (${output.slice(0, 120)}), allowed is its JSON report; run it by hand to see why.`,
      { cause: error },
    );
  }
}
