// A release: digests and nothing else decide what runs. The same release has the same id in every environment,
// so that "what was tested" and "what is deployed" can be compared as text.

import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

const imageId = Type.String({ pattern: '^ami-([0-9a-f]{8}|[0-9a-f]{17})$' });

const Release = Type.Object(
  {
    /** The sources it was made from. */
    commit: Type.String({ pattern: '^[0-9a-f]{40}$' }),
    /** The API as one archive. */
    api: digest,
    /** The web application: digest over the sorted list of its files with their digests. */
    web: digest,
    /** The function that makes the database's users and rotates them, as one archive. */
    databaseAccess: digest,
    /** What is in all of them: the bill of materials. */
    sbom: digest,
    /** The disk image of the hosts, as registered in EC2. One without it can be looked at, and not deployed. */
    imageId: Type.Optional(imageId),
  },
  { additionalProperties: false },
);

export type Release = Static<typeof Release>;

/** A release that hosts can start from. */
export type DeployableRelease = Release & { readonly imageId: string };

export type ReleaseId = `sha256:${string}`;

export function imageIdMistake(given: string): string | undefined {
  return Value.Check(imageId, given)
    ? undefined
    : `--image-id: given ${given}, allowed is the id of an image registered in EC2, such as ami-0123456789abcdef0; see --help.`;
}

/** The word for what FROM runs now, or an id; whether it ever ran there is asked in its account. */
export function wantedMistake(given: string): string | undefined {
  return given === 'current' || Value.Check(digest, given)
    ? undefined
    : `--release: given ${given}, allowed are current and the id of a release, sha256: and 64 digits of hex; npm run release prints it, and the parameters below /cool-delivery/ENV/releases are named by it.`;
}

export function digestOf(bytes: Uint8Array | string): ReleaseId {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function releaseId({ commit, api, web, databaseAccess, sbom, imageId }: Release): ReleaseId {
  return digestOf(JSON.stringify({ commit, api, web, databaseAccess, sbom, imageId }));
}

/** Path below the web folder → digest of the file. */
export type WebFiles = ReadonlyMap<string, string>;

export function webDigest(files: WebFiles): ReleaseId {
  const lines = [...files].map(([path, fileDigest]) => `${fileDigest} ${path}\n`).sort();
  return digestOf(lines.join(''));
}

/** The part of a digest that file names and keys carry. */
export function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}

/** The release in a text, or the sentence that says what is wrong with it. */
export function parseRelease(text: string, from: string): Release | { readonly mistake: string } {
  const given = tryJson(text);
  if (Value.Check(Release, given)) return given;
  const wrong =
    given === undefined
      ? 'text that is not JSON'
      : `a wrong form at ${[...new Set([...Value.Errors(Release, given)].map(({ instancePath }) => instancePath || '/'))].join(', ')}`;
  return {
    mistake: `${from}: given ${wrong}, allowed is a release with commit, api, web, databaseAccess, sbom (sha256:…) and imageId (ami-…); make it with npm run release.`,
  };
}

/** Undefined for what is not JSON. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
