// Where an environment keeps what it runs, in Parameter Store. Templates take the image id and the API's digest from
// here; `deploy` and `promote` are the only writers.

import type { EnvironmentName } from '../environments.ts';
import { type DeployableRelease, hexOf, type Release, releaseId } from './release.ts';

export interface ReleaseParameters {
  readonly imageId: string;
  readonly apiDigest: string;
  readonly webDigest: string;
  readonly databaseAccessDigest: string;
  /** Id of the release that runs. */
  readonly current: string;
  /** Folder of every release that ran here, one parameter for each, named by its id. */
  readonly history: string;
}

export function releaseParameters(environment: EnvironmentName): ReleaseParameters {
  const folder = `/cool-delivery/${environment}`;
  return {
    imageId: `${folder}/image-id`,
    apiDigest: `${folder}/api-digest`,
    webDigest: `${folder}/web-digest`,
    databaseAccessDigest: `${folder}/database-access-digest`,
    current: `${folder}/release`,
    history: `${folder}/releases`,
  };
}

/** Parameter → value, as the templates read them. */
export function valuesOf(names: ReleaseParameters, release: DeployableRelease): ReadonlyMap<string, string> {
  return new Map([
    [names.imageId, release.imageId],
    [names.apiDigest, release.api],
    [names.webDigest, release.web],
    [names.databaseAccessDigest, release.databaseAccess],
  ]);
}

/** Parameter Store allows no colon in a name. */
export function historyName(names: ReleaseParameters, id: string): string {
  return `${names.history}/${hexOf(id)}`;
}

/** Keys in the artefact bucket: every file is named by its digest, so none is ever overwritten by another. */
export const artefactKeys = {
  api: ({ api }: Release) => `api/${hexOf(api)}`,
  databaseAccess: ({ databaseAccess }: Release) => `functions/${hexOf(databaseAccess)}`,
  sbom: ({ sbom }: Release) => `sbom/${hexOf(sbom)}`,
  /** The statement names the manifest by its digest, so the release's id names the statement. */
  provenance: (release: Release) => `provenance/${hexOf(releaseId(release))}`,
  webFile: ({ web }: Release, path: string) => `web/${hexOf(web)}/${path}`,
} as const;
