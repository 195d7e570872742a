// Whether this Node can run the platform. Written so that a very old Node can still read it.

const leastMajor = 20;
const leastMinor = 19;

/**
 * @param {string} version such as 20.19.0
 * @returns {string | null} one sentence when it cannot
 */
export function nodeTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return null;
  return (
    `Node ${version} is too old; Cool Delivery runs on Node ${leastMajor}.${leastMinor} or newer. ` +
    'Install the version that .nvmrc names, for example with nvm install, and start again.'
  );
}
