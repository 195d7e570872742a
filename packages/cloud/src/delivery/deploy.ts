// Puts one release into one environment: account and budget are checked before anything changes, the artefact is
// there before hosts ask for it, and the release is remembered only once all of it runs.

import { readFileSync } from 'node:fs';
import type { EnvironmentName } from '../environments.ts';
import type { Account } from './account.ts';
import { archiveOf, type Bundle, billOf, functionOf, provenanceOf, webFileOf } from './bundle.ts';
import { type CdkRequest, deployArguments } from './cdk-arguments.ts';
import type { RunCdk } from './cdk-cli.ts';
import { type DeployFacts, type Deployment, noImage, refusalsOfDeploy } from './decisions.ts';
import { type DeployableRelease, releaseId } from './release.ts';
import { artefactKeys, historyName, releaseParameters, valuesOf } from './release-parameters.ts';
import { cacheControlOf, contentTypeOf } from './web-headers.ts';

export interface DeployInput {
  readonly bundle: Bundle;
  readonly account: Account;
  readonly cdk: RunCdk;
  readonly request: CdkRequest;
  /** Names of the stacks a release consists of. */
  readonly stacks: readonly string[];
  readonly facts: Omit<DeployFacts, 'givenAccount'>;
  readonly now: () => Date;
  readonly say: (line: string) => void;
}

export type DeployOutcome =
  | { readonly kind: 'deployed'; readonly id: string }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] }
  | { readonly kind: 'failed'; readonly sentence: string };

const immutable = 'public, max-age=31536000, immutable';

export async function deploy(input: DeployInput): Promise<DeployOutcome> {
  const { account, bundle, cdk, facts, request, say } = input;
  const { environment } = facts;
  const sentences = refusalsOfDeploy({ ...facts, givenAccount: await account.id() });
  const { release } = bundle;
  const { imageId } = release;
  if (imageId === undefined) return { kind: 'refused', sentences: [...sentences, noImage(environment)] };
  if (sentences.length > 0) return { kind: 'refused', sentences };

  say(`deploying ${releaseId(bundle.release)} to ${environment}`);
  if ((await cdk(deployArguments(request, ['artefacts']))) !== 0)
    return failed(environment, 'artefacts', 'nothing runs the new release');
  await storeArtefacts(account, await account.bucketOf(`${environment}-artefacts`), bundle);

  const restore = await writeValues(account, environment, { ...release, imageId });
  if ((await cdk(deployArguments(request, input.stacks))) !== 0) {
    // A host that starts now must not get a release whose stacks were rolled back.
    await restore();
    return failed(environment, 'all', 'its parameters name the release from before again');
  }
  await publishWeb(account, await account.bucketOf(`${environment}-front`), bundle);
  await remember(account, environment, { release: bundle.release, deployedAt: input.now().toISOString() });
  return { kind: 'deployed', id: releaseId(bundle.release) };
}

function failed(environment: EnvironmentName, stacks: string, state: string): DeployOutcome {
  return {
    kind: 'failed',
    sentence: `deploy ${environment}: CloudFormation did not take the stacks (${stacks}); ${state}. Its reason stands above; correct it and deploy again.`,
  };
}

/** Everything a later promotion reads, under names made of digests. */
async function storeArtefacts(account: Account, bucket: string, bundle: Bundle): Promise<void> {
  const { release } = bundle;
  const parts = [
    [artefactKeys.api(release), archiveOf(bundle), 'application/x-tar'],
    [artefactKeys.databaseAccess(release), functionOf(bundle), 'application/zip'],
    [artefactKeys.sbom(release), billOf(bundle), 'application/vnd.cyclonedx+json'],
    [artefactKeys.provenance(release), provenanceOf(bundle), 'application/vnd.in-toto+json'],
  ] as const;
  for (const [key, path, contentType] of parts)
    await account.putFile(bucket, {
      key,
      body: readFileSync(path),
      contentType,
      cacheControl: immutable,
    });
  for (const path of bundle.web.keys())
    await account.putFile(bucket, {
      key: artefactKeys.webFile(release, path),
      body: readFileSync(webFileOf(bundle, path)),
      contentType: contentTypeOf(path),
      cacheControl: immutable,
    });
}

/** Writes what the templates read; the result puts back what was there. */
async function writeValues(
  account: Account,
  environment: EnvironmentName,
  release: DeployableRelease,
): Promise<() => Promise<void>> {
  const before = new Map<string, string>();
  const values = valuesOf(releaseParameters(environment), release);
  for (const [name, value] of values) {
    const found = await account.readParameter(name);
    if (found !== undefined) before.set(name, found);
    await account.writeParameter(name, value);
  }
  return async () => {
    for (const [name, value] of before) await account.writeParameter(name, value);
  };
}

/** The page that names the others goes last: nobody gets a page whose files are not there yet. */
async function publishWeb(account: Account, bucket: string, bundle: Bundle): Promise<void> {
  const isPage = (path: string) => path.endsWith('.html');
  const paths = [...bundle.web.keys()].sort((a, b) => Number(isPage(a)) - Number(isPage(b)));
  for (const path of paths)
    await account.putFile(bucket, {
      key: path,
      body: readFileSync(webFileOf(bundle, path)),
      contentType: contentTypeOf(path),
      cacheControl: cacheControlOf(path),
    });
}

async function remember(
  account: Account,
  environment: EnvironmentName,
  deployment: Deployment,
): Promise<void> {
  const names = releaseParameters(environment);
  const id = releaseId(deployment.release);
  await account.writeParameter(historyName(names, id), JSON.stringify(deployment));
  await account.writeParameter(names.current, id);
}
